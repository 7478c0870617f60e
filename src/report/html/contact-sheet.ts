import type { Address } from "../../model/address.js";
import { filter, some } from "../../model/lists/sequence.js";
import { type Item, itemsOf, nameItem, placeholdersOf } from "../../model/prompt.js";
import type { Album, Resource, SetTemplate } from "../../model/resource.js";

/** One place of a sheet: no image is a hole, several are one too many. */
export interface SheetCell {
  readonly item: string;
  readonly images: readonly Address[];
}

/** The images of an album laid out by the items of its set. */
export interface ContactSheet {
  readonly album: Address;
  /** Titles of rows and columns; empty when the cells are only a list. */
  readonly rowTitles: readonly string[];
  readonly columnTitles: readonly string[];
  /** Row by row; undefined where two titles meet in no item. Without titles one row. */
  readonly rows: readonly (readonly (SheetCell | undefined)[])[];
  /** Images that name no item of the set, in album order. */
  readonly others: readonly Address[];
  readonly missing: number;
}

/** Sets with fewer filled places than this share of their grid are shown as a list. */
const LEAST_FILLED = 0.6;

/** The sheets of all albums that show one of `wanted`, ascending by album. */
export function layOutSheets(
  resources: Iterable<Resource>,
  wanted: (image: Address) => boolean,
): readonly ContactSheet[] {
  const items = new Map<Address, string>();
  for (const { kind, address, fields } of resources)
    if (kind === "image" && typeof fields.item === "string") items.set(address, fields.item);
  const templates = new Map(
    filter(resources, isTemplate).map((template) => [template.fields.slug, template]),
  );
  return filter(resources, isAlbum)
    .filter((album) => some(album.images, wanted))
    .map((album) => layOutAlbum(album, items, templates.get(album.fields.set_template ?? "")));
}

function layOutAlbum(
  { address, images: list }: Album,
  itemOf: ReadonlyMap<Address, string>,
  template: SetTemplate | undefined,
): ContactSheet {
  const items = itemsOf(template?.fields.items);
  const key = typeof template?.fields.item_key === "string" ? template.fields.item_key : "";
  const shown = new Map<string, Address[]>(items.map((item) => [nameItem(key, item), []]));
  const others: Address[] = [];
  for (const image of list) {
    const item = itemOf.get(image);
    const cell = item === undefined ? undefined : shown.get(item);
    (cell ?? others).push(image);
  }
  const cellOf = (item: Item): SheetCell => {
    const name = nameItem(key, item);
    return { item: name, images: shown.get(name) ?? [] };
  };
  const missing = [...shown.values()].filter((found) => found.length === 0).length;
  const axes = findAxes(items, key);
  if (axes === undefined) {
    const rows = items.length === 0 ? [] : [items.map(cellOf)];
    return { album: address, rowTitles: [], columnTitles: [], rows, others, missing };
  }
  const { row, column, rowTitles, columnTitles } = axes;
  const rows = rowTitles.map((title) =>
    columnTitles.map((other) => {
      const item = items.find((each) => each[row] === title && each[column] === other);
      return item === undefined ? undefined : cellOf(item);
    }),
  );
  return { album: address, rowTitles, columnTitles, rows, others, missing };
}

/** Two columns that name an item together, the one with fewer values first, when their grid is well filled. */
function findAxes(items: readonly Item[], key: string) {
  const [first, second, ...more] = [...new Set(placeholdersOf(key).map(({ name }) => name))];
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  const valuesOf = (column: string) => [...new Set(items.map((item) => item[column] ?? ""))];
  const [row, column] = valuesOf(first).length <= valuesOf(second).length ? [first, second] : [second, first];
  const [rowTitles, columnTitles] = [valuesOf(row), valuesOf(column)];
  const isGrid =
    rowTitles.length > 1 && items.length / (rowTitles.length * columnTitles.length) >= LEAST_FILLED;
  return isGrid ? { row, column, rowTitles, columnTitles } : undefined;
}

function isAlbum(resource: Resource): resource is Album {
  return resource.kind === "album";
}

function isTemplate(resource: Resource): resource is SetTemplate {
  return resource.kind === "set-template";
}
