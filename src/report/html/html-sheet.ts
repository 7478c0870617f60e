import type { Address } from "../../model/address.js";
import { nameOf } from "../../model/address.js";
import { count } from "../../model/words.js";
import { escapeHtml } from "../markdown/markup.js";
import { printable } from "../text/printable.js";
import type { ContactSheet, SheetCell } from "./contact-sheet.js";
import { codeHtml, type Pictures, pictureHtml } from "./html-change.js";

/** A list of an album longer than this shows its new images only, and says how many more there are. */
const MOST_CELLS = 1_000;

/**
 * A contact sheet as HTML that highlights missing items and items with several images. `isNew`: images that the plan
 * adds.
 */
export function renderSheet(
  sheet: ContactSheet,
  pictures: Pictures,
  isNew: (image: Address) => boolean,
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
  return [
    `<h3>${codeHtml(album)}${missing > 0 ? ` <span class="faint">${count(missing, "item")} of the set without an image</span>` : ""}</h3>`,
    ...(isTable ? ['<div class="sheet"><table>', head, ...body, "</table></div>"] : []),
    ...(shown.length > 0 ? ['<div class="list">', ...shown.map(cell("div")), "</div>"] : []),
    ...(shown.length < all.length
      ? [`<p class="stop">and ${count(all.length - shown.length, "more image")} of this album</p>`]
      : []),
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
  const name = escapeHtml(printable(item));
  if (images.length === 0) return `<${tag} class="cell hole">${name}<br>missing</${tag}>`;
  const kind = images.length > 1 ? "many" : images.some(isNew) ? "new" : "";
  const shown = images.map((image) => pictureHtml(image, item, pictures)).join("");
  const known = images.some(isNew) ? "" : "<br>already there";
  const many = images.length > 1 ? `<br>${images.length} images` : "";
  return `<${tag} class="cell ${kind}">${shown}${name}${known}${many}</${tag}>`;
}
