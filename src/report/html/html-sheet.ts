import type { Address } from "../../model/address.js";
import { nameOf } from "../../model/address.js";
import { count } from "../../model/words.js";
import { escapeHtml } from "../markdown/markup.js";
import { printable } from "../text/printable.js";
import type { ContactSheet, SheetCell } from "./contact-sheet.js";
import { beginAlbum, captionHtml, endAlbum } from "./html-albums.js";
import { type Pictures, pictureHtml } from "./html-change.js";

/** Up to these columns a sheet stands as a table where the page is wide enough; otherwise each row wraps. */
const FEW_COLUMNS = 6;
const SOME_COLUMNS = 13;
/** A list of an album longer than this shows its new images only, and says how many more there are. */
const MOST_CELLS = 1_000;

/**
 * A contact sheet as HTML that highlights missing items and items with several images. `id`: its
 * anchor; `isNew`: what the plan adds.
 */
export function renderSheet(
  sheet: ContactSheet,
  id: string,
  pictures: Pictures,
  isNew: (address: Address) => boolean,
): string {
  const { rows, rowTitles, columnTitles, others, missing, album } = sheet;
  const cell = (tag: "td" | "div") => (content: SheetCell | undefined) =>
    renderCell(content, tag, pictures, isNew);
  const isTable = rowTitles.length > 0;
  const head = `<tr><th></th>${columnTitles.map((title) => `<th scope="col">${escapeHtml(printable(title))}</th>`).join("")}</tr>`;
  const body = rows.map(
    (cells, index) =>
      `<tr><th scope="row">${escapeHtml(printable(rowTitles[index] ?? ""))}</th>${cells.map(cell("td")).join("")}</tr>`,
  );
  const list = isTable ? [] : rows.flat();
  const loose = others.map((image) => ({ item: nameOf(image).split("/").at(-1) ?? "", images: [image] }));
  const all = [...list, ...loose];
  const worth = all.length > MOST_CELLS ? all.filter((each) => each?.images.some(isNew)) : all;
  const shown = worth.slice(0, MOST_CELLS);
  const facts = [
    ...(isNew(album) ? ["new"] : []),
    ...(missing > 0 ? [`${count(missing, "item")} of the set without an image`] : []),
  ].join(", ");
  const width =
    columnTitles.length <= FEW_COLUMNS ? "few" : columnTitles.length <= SOME_COLUMNS ? "some" : "";
  return [
    beginAlbum(id, album, facts, "whole"),
    ...(isTable ? [`<div class="sheet ${width}"><table>`, head, ...body, "</table></div>"] : []),
    ...(shown.length > 0 ? ['<div class="list">', ...shown.map(cell("div")), "</div>"] : []),
    ...(shown.length < all.length
      ? [`<p class="stop">and ${count(all.length - shown.length, "more image")} of this album</p>`]
      : []),
    endAlbum(),
  ].join("\n");
}

function renderCell(
  cell: SheetCell | undefined,
  tag: "td" | "div",
  pictures: Pictures,
  isNew: (image: Address) => boolean,
): string {
  if (cell === undefined) return `<${tag} class="cell none"></${tag}>`;
  const { item, images } = cell;
  const name = captionHtml(item);
  if (images.length === 0) return `<${tag} class="cell hole">${name}<br>missing</${tag}>`;
  const kind = images.length > 1 ? "many" : images.some(isNew) ? "new" : "";
  const shown = images.map((image) => pictureHtml(image, item, pictures)).join("");
  const known = images.some(isNew) ? "" : "<br>already there";
  const many = images.length > 1 ? `<br>${images.length} images` : "";
  return `<${tag} class="cell ${kind}">${shown}${name}${known}${many}</${tag}>`;
}
