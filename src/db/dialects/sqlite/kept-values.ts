import type { Cell, KeptValues, Session } from "../../connection/session.js";

/** Reads from the schema which values a table keeps, unless a trigger changes them. */
export function readKeptValues(session: Session, table: string): KeptValues {
  const columns = session.all("SELECT name, type FROM pragma_table_info(?)", table);
  return new Map(columns.map(([name, type]) => [String(name), KEPT_BY[affinityOf(String(type))]]));
}

/** True when a trigger of any table may write rows that nobody asked for. To be called once our own triggers are away. */
export function hasTriggers(session: Session): boolean {
  return session.get("SELECT 1 FROM sqlite_master WHERE type = 'trigger' LIMIT 1") !== undefined;
}

type Affinity = "text" | "blob" | "number" | "real";

/** As SQLite decides it, the first that fits: https://sqlite.org/datatype3.html#determination_of_column_affinity */
function affinityOf(type: string): Affinity {
  if (/int/i.test(type)) return "number";
  if (/char|clob|text/i.test(type)) return "text";
  if (type === "" || /blob/i.test(type)) return "blob";
  return /real|floa|doub/i.test(type) ? "real" : "number";
}

const KEPT_BY: { readonly [A in Affinity]: (cell: Cell) => boolean } = {
  text: (cell) => cell === null || isText(cell),
  blob: (cell) => cell === null || isText(cell) || isNumber(cell),
  number: (cell) => cell === null || isNumber(cell) || typeof cell === "bigint" || isOtherText(cell),
  real: (cell) => cell === null || isNumber(cell) || isOtherText(cell),
};

function isNumber(cell: Cell): boolean {
  return Number.isFinite(cell);
}

/** Half of a surrogate pair does not survive UTF-8. */
function isText(cell: Cell): boolean {
  return typeof cell === "string" && cell.isWellFormed();
}

/** Text that is no number, so that a column of numbers leaves it as it is: times, above all. */
function isOtherText(cell: Cell): boolean {
  return isText(cell) && /[^\d.eE+\-\s]/.test(cell as string);
}
