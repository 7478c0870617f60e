import { isJsonObject, type Json } from "./json.js";
import type { Fields } from "./resource.js";
import { foldPath } from "./text-order.js";

/** One row of a set template: its cells by column, all text. */
export type Item = { readonly [column: string]: string };

/** A `{column}` in a template. `index`: where its opening brace stands, in UTF-16 units. */
interface Placeholder {
  readonly name: string;
  readonly index: number;
}

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** Every placeholder of a template, from left to right, repeats included. Names are taken as they are, blanks too. */
export function placeholdersOf(template: string): readonly Placeholder[] {
  return Array.from(template.matchAll(PLACEHOLDER), (match) => ({
    name: match[1] as string,
    index: match.index,
  }));
}

/** The template with each placeholder replaced by its cell. One that is no column stays as it is. */
export function fillTemplate(template: string, item: Item): string {
  return template.replace(PLACEHOLDER, (whole, name: string) =>
    Object.hasOwn(item, name) ? (item[name] as string) : whole,
  );
}

/** The name that an item has in plans and manifests, e.g. `{value} of {suit}` → `Two of Spades`. */
export function nameItem(keyTemplate: string, item: Item): string {
  return fillTemplate(keyTemplate, item);
}

/** The name of an item as people and file systems confuse it: without blanks at the ends of cells, in one form and case. */
export function foldItem(keyTemplate: string, item: Item): string {
  const cells = Object.entries(item).map(([column, cell]) => [column, cell.trim()] as const);
  return foldPath(nameItem(keyTemplate, Object.fromEntries(cells)).trim());
}

/** True when the key has placeholders and all of their cells are blank. */
export function isNameless(keyTemplate: string, item: Item): boolean {
  const columns = placeholdersOf(keyTemplate);
  return columns.length > 0 && columns.every(({ name }) => isBlank(item[name]));
}

/**
 * The prompt of one item: base prompt, art style (when a theme is given), filled template and style suffix of a
 * set template's fields, joined with ". "; blank parts are left out.
 */
export function expandPrompt(fields: Fields, item: Item, theme?: string): string {
  const parts = [
    textOf(fields.base_prompt),
    isBlank(theme) ? "" : `Art style: ${theme}`,
    fillTemplate(textOf(fields.prompt_template), item),
    textOf(fields.style_suffix),
  ];
  return parts.filter((part) => !isBlank(part)).join(". ");
}

/** The rows of a template's `items` field, whose value may come from a database: cells become text, other rows are skipped. */
export function itemsOf(items: Json | undefined): readonly Item[] {
  if (!Array.isArray(items)) return [];
  return items
    .filter(isJsonObject)
    .map((row) => Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cellText(cell)])));
}

/** The rows of a template's fields with their names; a template without a key counts its items from 1. */
export function namedItems(fields: Fields): readonly { readonly name: string; readonly cells: Item }[] {
  const key = typeof fields.item_key === "string" ? fields.item_key : undefined;
  return itemsOf(fields.items).map((cells, index) => ({
    name: key === undefined ? String(index + 1) : nameItem(key, cells),
    cells,
  }));
}

function cellText(cell: Json): string {
  if (typeof cell === "string") return cell;
  return cell === null ? "" : JSON.stringify(cell);
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === "";
}
