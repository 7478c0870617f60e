import { isJsonObject, type Json } from "../../model/json.js";
import { DatabaseProblem } from "../connection/problem.js";
import type { Cell } from "../connection/session.js";
import { parseJson } from "./decode.js";

/** A column of one of our tables that holds JSON. */
export interface StoredColumn {
  readonly table: string;
  readonly column: string;
  /** Columns that name a row to a person. */
  readonly key: readonly string[];
  readonly isNullable?: boolean;
  /** What is wrong with the shape of a value; null when it is as we write it. */
  readonly check: (value: Json) => string | null;
}

export const OBJECT_FIELDS: StoredColumn = {
  table: "sync_objects",
  column: "fields",
  key: ["estate", "address"],
  check: checkFields,
};

export const MANIFEST_USED: StoredColumn = {
  table: "sync_manifests",
  column: "used",
  key: ["estate", "file"],
  check: (value) =>
    isListOf(value, (file) => isJsonObject(file) && isText(file.name) && isText(file.sha256))
      ? null
      : "is not a list of files with name and sha256",
};

export const CHANGE_BEFORE: StoredColumn = {
  table: "sync_changes",
  column: "before",
  key: ["run", "address"],
  check: checkBefore,
};

export const CHANGE_AFTER: StoredColumn = {
  table: "sync_changes",
  column: "after",
  key: ["run", "address"],
  check: (value) => (value === null ? null : checkObject(value)),
};

export const RUN_SUMMARY: StoredColumn = {
  table: "sync_runs",
  column: "summary",
  key: ["id"],
  isNullable: true,
  check: checkObject,
};

/** Every column of our tables that holds JSON. */
export const STORED_COLUMNS: readonly StoredColumn[] = [
  OBJECT_FIELDS,
  MANIFEST_USED,
  CHANGE_BEFORE,
  CHANGE_AFTER,
  RUN_SUMMARY,
];

/** The value in a column. Throws {@link DatabaseProblem} `database-corrupt`, which names the row by `key`. */
export function readStored<T>(stored: StoredColumn, cell: Cell | undefined, ...key: readonly Cell[]): T {
  const value = parseCell(cell);
  const wrong = judge(stored, value);
  if (wrong !== null) throw describeDamage(stored.table, key.join(" "), `${stored.column} ${wrong}`);
  return value as T;
}

/** What is wrong with a cell; null when it can be read. */
export function findDamage(stored: StoredColumn, cell: Cell | undefined): string | null {
  return cell === null && stored.isNullable ? null : judge(stored, parseCell(cell));
}

function parseCell(cell: Cell | undefined): Json | undefined {
  return typeof cell === "string" ? parseJson(cell) : undefined;
}

function judge({ check }: StoredColumn, value: Json | undefined): string | null {
  return value === undefined ? "is not valid JSON" : check(value);
}

/** The problem of a row of ours that can't be read. */
export function describeDamage(table: string, row: string, what: string): DatabaseProblem {
  return new DatabaseProblem(
    "database-corrupt",
    `${table} is damaged at ${row}: ${what}`,
    "Restore a backup. Or run sync db check to list every damaged row, and sync db check --rebuild-baseline " +
      "to repair what can be derived.",
  );
}

/** Sets are read member by member, everything else is only compared. */
function checkFields(value: Json): string | null {
  if (!isJsonObject(value)) return "is not a JSON object";
  for (const set of ["labels", "albums"])
    if (value[set] !== undefined && !Array.isArray(value[set])) return `has ${set} that are not a list`;
  return null;
}

function checkBefore(value: Json): string | null {
  if (value === null) return null;
  if (!isJsonObject(value)) return "is not a JSON object";
  const { former } = value;
  if (former === undefined) return null;
  if (!isJsonObject(former)) return "has a member former that is not an object";
  const { labels, albums, places, order } = former;
  const isWhole =
    isText(former.state) &&
    isText(former.manifest) &&
    isText(former.guard) &&
    isJsonObject(former.recorded) &&
    checkFields(former.recorded) === null &&
    isListOf(former.unrecorded, isText) &&
    [labels, albums].every((set) => set === undefined || isSetChange(set)) &&
    (places === undefined || isListOf(places, (place) => isJsonObject(place) && isText(place.album))) &&
    (order === undefined || isListOf(order, isText));
  return isWhole ? null : "has a member former of another shape";
}

function isSetChange(value: Json): boolean {
  return isJsonObject(value) && Array.isArray(value.added) && Array.isArray(value.removed);
}

function checkObject(value: Json): string | null {
  return isJsonObject(value) ? null : "is not a JSON object";
}

function isText(value: Json | undefined): value is string {
  return typeof value === "string";
}

function isListOf(value: Json | undefined, isMember: (member: Json) => boolean): boolean {
  return Array.isArray(value) && value.every(isMember);
}
