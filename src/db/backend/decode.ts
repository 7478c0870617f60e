import type { Kind } from "../../model/address.js";
import { isJsonObject, isNestedDeeper, type Json, type JsonObject } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import { parseTime } from "../../model/time.js";
import type { Cell } from "../connection/session.js";
import type { Layout, ObjectColumn, PlainField } from "./columns.js";
import { decodeTie, type Ties } from "./ties.js";

/** A row without what other tables say about it. */
export interface DecodedRow {
  readonly id: number;
  readonly guard: string;
  readonly fields: { [field: string]: Json };
  readonly unreadable: readonly string[];
}

/** What our records say about a row: the home of what its table has no column for. */
export interface KnownFields {
  /** As recorded; empty for a row that the estate has no record of. */
  readonly fields: Fields;
  readonly ties: Ties;
}

/** Columns that must hold a list: anything else breaks the backend's pages. */
const LISTS: { readonly [K in Kind]: ReadonlySet<string> } = {
  "set-template": new Set(["csv_data", "lora_config"]),
  album: new Set(),
  image: new Set(),
};

/** Reads the cells that `selectRow` selects, from `start` on; null when there is no row. */
export function decodeRow(
  layout: Layout,
  cells: readonly Cell[],
  start: number,
  known: KnownFields,
): DecodedRow | null {
  const id = cells[start];
  if (typeof id !== "number") return null;
  const fields: { [field: string]: Json } = {};
  const unreadable: string[] = [];
  let at = start + 2;
  for (const plain of layout.plain) {
    const cell = cells[at++] as Cell;
    const value = decodeCell(layout.kind, plain, cell);
    if (value === undefined) unreadable.push(plain.column);
    else if (value === plain.spec.none && known.fields[plain.field] !== value) fields[plain.field] = null;
    else if (value !== null || !plain.isMember) fields[plain.field] = value;
  }
  for (const object of layout.objects) {
    if (!decodeObject(object, cells[at++] as Cell, fields)) unreadable.push(object.column);
  }
  const { tie } = layout;
  if (tie !== undefined)
    fields[tie.field] = decodeTie(tie, cells.slice(at, at + 2), known.fields[tie.field], known.ties);
  if (layout.recorded.length > 0) addRecorded(layout, known.fields, fields);
  return { id, guard: String(cells[start + 1]), fields, unreadable };
}

/** Adds what no column holds. */
function addRecorded(layout: Layout, recorded: Fields, fields: { [field: string]: Json }): void {
  for (const { field, unrecorded } of layout.recorded) fields[field] = recorded[field] ?? unrecorded;
  for (const [field, value] of Object.entries(recorded)) {
    const isOfPrefix = layout.prefixes.some((prefix) => field.startsWith(`${prefix}.`));
    if (isOfPrefix && value !== null && layout.homeOf(field) === undefined) fields[field] = value;
  }
}

/** The value in a column, or undefined when it is none that can stand there. */
function decodeCell(kind: Kind, { spec, column }: PlainField, cell: Cell): Json | undefined {
  if (cell === null) return null;
  if (spec.type === "json") {
    const value = typeof cell === "string" ? parseJson(cell) : undefined;
    return LISTS[kind].has(column) && !Array.isArray(value) ? undefined : value;
  }
  if (typeof cell === "string") return spec.type === "time" ? (parseTime(cell) ?? cell) : cell;
  if (typeof cell !== "number" || !Number.isFinite(cell)) return undefined;
  // Any other number is no boolean to the filters of the backend, so it must show as a difference.
  return spec.type === "boolean" && (cell === 0 || cell === 1) ? cell === 1 : cell;
}

function decodeObject(object: ObjectColumn, cell: Cell, fields: { [field: string]: Json }): boolean {
  const value = cell === null ? {} : typeof cell === "string" ? parseJson(cell) : undefined;
  if (!isJsonObject(value)) return false;
  for (const { field, key } of object.named) fields[field] = memberOf(value, key);
  if (object.prefix === undefined) return true;
  const taken = new Set(object.named.map(({ key }) => key));
  for (const key of Object.keys(value)) {
    if (!taken.has(key)) fields[`${object.prefix}.${key}`] = memberOf(value, key);
  }
  return true;
}

function memberOf(object: JsonObject, key: string): Json {
  return Object.hasOwn(object, key) ? (object[key] as Json) : null;
}

/** Levels that a value in a row may have. */
const MOST_LEVELS = 1000;

/** The value of a JSON text, or undefined when it is none or nested too deeply. */
export function parseJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isNestedDeeper(value, MOST_LEVELS) ? undefined : value;
  } catch {
    return undefined;
  }
}
