import type { Item } from "../../model/prompt.js";
import { readCsvRecords } from "../text/csv-problem.js";
import type { CsvRecord } from "../text/csv-table.js";
import type { Problem } from "../text/problem.js";
import { suggest } from "../text/suggest.js";
import { decodeText, isProblem } from "../text/text-file.js";
import { type CsvRow, isQuoted, joinCsv, readCell, splitCsv, writeCell } from "./csv-rows.js";

/**
 * One change of a table of items. Rows count from 0 below the header as parseCsv gives them: rows without text count, empty
 * lines don't. `set`: one cell. `insert`: a row that then has this number; columns without a value get empty cells.
 * `remove`: a row. `move`: a row that then has the number `to`. `add-column`: at the right end, with a value for each row.
 */
export type CsvEdit =
  | { readonly op: "set"; readonly row: number; readonly column: string; readonly value: string }
  | { readonly op: "insert"; readonly row: number; readonly values: Item }
  | { readonly op: "remove"; readonly row: number }
  | { readonly op: "move"; readonly row: number; readonly to: number }
  | { readonly op: "add-column"; readonly column: string; readonly values?: readonly string[] };

/**
 * The bytes of a CSV file with edits made one after the other. Every byte outside of what they change stays: byte order
 * mark, line breaks, quotes, empty lines, a missing break at the end. The result is read again; what can't be edited, or
 * would not read as asked for, is a problem. `file`: absolute path.
 */
export function editCsv(file: string, bytes: Buffer, edits: readonly CsvEdit[]): Buffer | Problem {
  const read = decodeText(file, bytes);
  if (isProblem(read)) return read;
  const records = readCsvRecords(file, read.text);
  if ("code" in records) return records;
  const table = openTable(read.text);
  if (table === undefined) return { code: "csv-empty", at: { file }, summary: "The CSV is empty" };
  for (const edit of edits) {
    const refused = changeTable(table, edit);
    if (refused !== undefined) return placeRefusal(file, edit, refused);
  }
  const text = writeTable(table);
  const again = readCsvRecords(file, text);
  if ("code" in again || !isSameTable(again, table))
    return { code: "edit-refused", at: { file }, summary: "The CSV would not read as it was edited" };
  const mark = bytes.length > Buffer.byteLength(read.text) ? "\ufeff" : "";
  return Buffer.from(mark + text);
}

/** A table that is being edited: the header and the rows as they are written. */
interface Table {
  header: CsvRow;
  readonly rows: CsvRow[];
  trail: string;
  readonly lineBreak: string;
  /** False when the last line has no break, and is to have none. */
  readonly isEnded: boolean;
}

/** Why an edit can't be made. */
type Refused = Pick<Problem, "summary" | "help" | "code">;

function openTable(text: string): Table | undefined {
  const { rows, trail, lineBreak } = splitCsv(text);
  const [header, ...others] = rows;
  if (header === undefined) return undefined;
  return { header, rows: others, trail, lineBreak, isEnded: rows.at(-1)?.end !== "" };
}

function writeTable({ header, rows, trail, lineBreak, isEnded }: Table): string {
  const all = [header, ...rows].map((row) => ({ ...row, end: row.end || lineBreak }));
  const last = all.at(-1);
  if (last !== undefined && !isEnded && trail === "") all[all.length - 1] = { ...last, end: "" };
  return joinCsv({ rows: all, trail });
}

function isSameTable(records: readonly CsvRecord[], { header, rows }: Table): boolean {
  const all = [header, ...rows];
  return (
    records.length === all.length &&
    records.every(({ cells }, row) => {
      const written = all[row]?.cells ?? [];
      return (
        cells.length === written.length && cells.every((cell, at) => cell === readCell(written[at] ?? ""))
      );
    })
  );
}

function changeTable(table: Table, edit: CsvEdit): Refused | undefined {
  const refused = checkText(edit) ?? checkRow(table, edit);
  if (refused !== undefined) return refused;
  switch (edit.op) {
    case "set":
      return setCell(table, edit);
    case "insert":
      return insertRow(table, edit);
    case "remove":
      takeRow(table, edit.row);
      return undefined;
    case "move":
      table.rows.splice(edit.to, 0, { ...takeRow(table, edit.row), lead: "" });
      return undefined;
    case "add-column":
      return addColumn(table, edit);
  }
}

function checkText(edit: CsvEdit): Refused | undefined {
  if (textsOf(edit).every((text) => !/\p{Surrogate}/u.test(text))) return undefined;
  return { code: "text-not-unicode", summary: "The text contains half a surrogate pair" };
}

function textsOf(edit: CsvEdit): readonly string[] {
  if (edit.op === "set") return [edit.value];
  if (edit.op === "insert") return Object.values(edit.values);
  return edit.op === "add-column" ? [edit.column, ...(edit.values ?? [])] : [];
}

function checkRow({ rows }: Table, edit: CsvEdit): Refused | undefined {
  if (edit.op === "add-column") return undefined;
  const numbers = edit.op === "move" ? [edit.row, edit.to] : [edit.row];
  const most = edit.op === "insert" ? rows.length : rows.length - 1;
  const wrong = numbers.find((row) => !Number.isInteger(row) || row < 0 || row > most);
  if (wrong === undefined) return undefined;
  return {
    code: "edit-refused",
    summary: `The CSV has ${rows.length} rows, and none with the number ${wrong}`,
  };
}

function setCell(
  table: Table,
  { row, column, value }: { readonly row: number; readonly column: string; readonly value: string },
): Refused | undefined {
  const at = findColumn(table, column);
  if (typeof at !== "number") return at;
  const old = table.rows[row] as CsvRow;
  table.rows[row] = { ...old, cells: replaceCell(old.cells, at, value) };
  return undefined;
}

/** A row that ends before the cell gets the cells between. */
function replaceCell(cells: readonly string[], at: number, value: string): readonly string[] {
  const old = cells[at];
  const text = value.replaceAll("\r\n", "\n");
  if (old !== undefined && readCell(old) === text) return cells;
  const written = old?.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
  const all = [...cells, ...Array<string>(Math.max(0, at - cells.length)).fill("")];
  // A line without any character is no row.
  const needsQuotes = text === "" && all.length <= 1;
  return all.toSpliced(at, 1, writeCell(written, needsQuotes || (old !== undefined && isQuoted(old))));
}

function insertRow(
  table: Table,
  { row, values }: { readonly row: number; readonly values: Item },
): Refused | undefined {
  const width = table.header.cells.length;
  const above = table.rows[row - 1] ?? table.rows[row] ?? table.header;
  let cells: readonly string[] = Array.from({ length: width }, (_, at) =>
    isQuoted(above.cells[at] ?? "") || width === 1 ? '""' : "",
  );
  for (const [column, value] of Object.entries(values)) {
    const at = findColumn(table, column);
    if (typeof at !== "number") return at;
    cells = replaceCell(cells, at, value);
  }
  table.rows.splice(row, 0, { lead: "", cells, end: "" });
  return undefined;
}

/** Empty lines above a row stay where they are. */
function takeRow(table: Table, row: number): CsvRow {
  const [taken] = table.rows.splice(row, 1) as [CsvRow];
  const next = table.rows[row];
  if (next === undefined) table.trail = taken.lead + table.trail;
  else table.rows[row] = { ...next, lead: taken.lead + next.lead };
  return taken;
}

function addColumn(
  table: Table,
  { column, values = [] }: { readonly column: string; readonly values?: readonly string[] },
): Refused | undefined {
  const width = table.header.cells.length;
  if (column.trim() === "") return { code: "csv-empty-column", summary: "A column needs a name" };
  if (table.header.cells.some((cell) => readCell(cell) === column))
    return { code: "csv-duplicate-column", summary: `There is a column "${column}" already` };
  if (values.length > table.rows.length || table.rows.some(({ cells }) => cells.length > width))
    return { code: "csv-ragged-row", summary: "A row has more cells than there are columns" };
  table.header = addCell(table.header, width, column);
  for (const [row, old] of table.rows.entries()) table.rows[row] = addCell(old, width, values[row] ?? "");
  return undefined;
}

/** The new cell is quoted as the one before it. */
function addCell(row: CsvRow, at: number, value: string): CsvRow {
  const empty = isQuoted(row.cells.at(-1) ?? "") ? '""' : "";
  const missing = Array<string>(Math.max(0, at - row.cells.length)).fill("");
  return { ...row, cells: replaceCell([...row.cells, ...missing, empty], at, value) };
}

/** Which cell of a row belongs to a column; or why none does for sure. */
function findColumn({ header }: Table, column: string): number | Refused {
  const names = header.cells.map(readCell);
  const at = names.indexOf(column);
  if (at < 0) {
    const near = suggest(column, names);
    return {
      code: "edit-refused",
      summary: `The CSV has no column "${column}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
    };
  }
  if (names.lastIndexOf(column) === at) return at;
  return { code: "csv-duplicate-column", summary: `The column "${column}" occurs twice` };
}

function placeRefusal(file: string, edit: CsvEdit, refused: Refused): Problem {
  const record = edit.op === "add-column" || refused.code === "csv-duplicate-column" ? 0 : edit.row + 1;
  return { ...refused, at: { file, format: "csv", path: [record, 0] } };
}
