import type { ListedAlbum, ListedImage, ListedTemplate } from "../../../db/read/list.js";
import type { List } from "../../../engine/list.js";
import type { ListedItem } from "../../../engine/list-items.js";
import { describeCoverage } from "../../../model/sets/count-coverage.js";
import { elideMiddle } from "../../../report/text/printable.js";
import { renderTable, type TableColumn } from "../../../report/text/table.js";
import type { Channel } from "../../terminal/output.js";

const PROMPT_ON_A_TERMINAL = 48;

/** A list as a table. What stands in a cell is cut on a terminal only. */
export function renderList(list: List, { color, columns }: Pick<Channel, "color" | "columns">): string {
  switch (list.noun) {
    case "albums":
      return renderTable(ALBUM_COLUMNS, list.rows.map(albumCells), { color });
    case "templates":
      return renderTable(TEMPLATE_COLUMNS, list.rows.map(templateCells), { color });
    case "items":
      return renderTable(ITEM_COLUMNS, list.rows.map(itemCells), { color });
    case "images": {
      const limit = columns === undefined ? Number.POSITIVE_INFINITY : PROMPT_ON_A_TERMINAL;
      return renderTable(
        IMAGE_COLUMNS,
        list.rows.map((row) => imageCells(row, limit)),
        { color },
      );
    }
  }
}

const ID: TableColumn = { title: "ID", align: "right" };

const ALBUM_COLUMNS: readonly TableColumn[] = [
  { title: "ALBUM" },
  ID,
  { title: "TYPE" },
  { title: "IMAGES", align: "right" },
  { title: "SET" },
  { title: "FLAGS" },
  { title: "NAME" },
];

function albumCells(album: ListedAlbum): readonly string[] {
  const { id, address, type, images, covered, isPublic, isTrainingSource, name } = album;
  const flags = [...(isPublic ? ["public"] : []), ...(isTrainingSource ? ["training"] : [])];
  const share = covered === null ? "" : describeCoverage(covered);
  return [owned(address), String(id), type ?? "", String(images), share, flags.join(" "), name];
}

const TEMPLATE_COLUMNS: readonly TableColumn[] = [
  { title: "TEMPLATE" },
  ID,
  { title: "ITEMS", align: "right" },
  { title: "FLAGS" },
  { title: "NAME" },
  { title: "LORAS" },
];

function templateCells(template: ListedTemplate): readonly string[] {
  const { id, address, items, isPublic, name, loras } = template;
  return [owned(address), String(id), String(items), isPublic ? "public" : "", name, loras.join(" ")];
}

const ITEM_COLUMNS: readonly TableColumn[] = [
  { title: "TEMPLATE" },
  { title: "ALBUM" },
  { title: "ITEM" },
  { title: "IMAGES" },
];

function itemCells({ template, album, item, images }: ListedItem): readonly string[] {
  const shown = images.length === 0 ? "missing" : images.map(owned).join(" ");
  return [template, album ?? "", item, shown];
}

const IMAGE_COLUMNS: readonly TableColumn[] = [
  { title: "IMAGE" },
  ID,
  { title: "SIZE", align: "right" },
  { title: "FLAGS" },
  { title: "PROMPT" },
];

function imageCells(image: ListedImage, limit: number): readonly string[] {
  const { id, address, filename, width, height, isPublic, isNsfw, prompt } = image;
  const flags = [...(isPublic ? ["public"] : []), ...(isNsfw ? ["nsfw"] : [])];
  const size = width === null || height === null ? "" : `${width}x${height}`;
  const name = address === null ? `(${filename})` : owned(address);
  return [name, String(id), size, flags.join(" "), elideMiddle(prompt ?? "", limit)];
}

/** The name within its kind, which the table says; nothing for a row that this estate does not own. */
function owned(address: string | null): string {
  return address === null ? "" : address.slice(address.indexOf(":") + 1);
}
