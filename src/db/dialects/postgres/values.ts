import type { Cell } from "../../connection/session.js";

/** Numbers of types in pg_type, which are the same on every server. */
const BOOLEAN = 16;
const NUMBERS: ReadonlySet<number> = new Set([20, 21, 23, 26, 700, 701, 1700]);
const TIMESTAMP = 1114;

/** Reads a value as the server writes it in text: as the driver of SQLite would give the same value. */
export function readerOf(type: number): (text: string) => Cell {
  if (type === BOOLEAN) return (text) => (text === "t" ? 1 : 0);
  if (NUMBERS.has(type)) return Number;
  return type === TIMESTAMP ? padTime : (text) => text;
}

/** The server leaves out zeros at the end of a time. */
function padTime(text: string): string {
  if (text.length === "2026-01-02 03:04:05".length) return `${text}.000000`;
  return /\.\d+$/.test(text) ? text.padEnd("2026-01-02 03:04:05.000000".length, "0") : text;
}

/** The line of a row in the text format of COPY, without its end. */
export function copyLine(cells: readonly Cell[]): string {
  let line = "";
  for (let index = 0; index < cells.length; index++) {
    if (index > 0) line += "\t";
    line += copyCell(cells[index] as Cell);
  }
  return line;
}

const SPECIAL = /[\\\n\r\t]/g;
const ESCAPES: { readonly [character: string]: string } = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function copyCell(cell: Cell): string {
  if (cell === null) return "\\N";
  if (typeof cell !== "string") return String(cell);
  return SPECIAL.test(cell) ? escapeCell(cell) : cell;
}

function escapeCell(text: string): string {
  SPECIAL.lastIndex = 0;
  return text.replace(SPECIAL, (character) => ESCAPES[character] as string);
}
