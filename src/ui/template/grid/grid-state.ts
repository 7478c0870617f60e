import { formatTsv, type GridRow, newRow, parseTsv, type Table } from "./table.js";

/** A place in the grid; row and column count from 0. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The cell, or the nearest one that the table has. */
export function cellIn(table: Table, { row, column }: Cell): Cell {
  return {
    row: Math.max(0, Math.min(row, table.rows.length - 1)),
    column: Math.max(0, Math.min(column, table.header.length - 1)),
  };
}

/** The rectangle between two cells, both included. */
export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function rangeOf(a: Cell, b: Cell): Range {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}

export function setCell(table: Table, at: Cell, value: string): Table {
  return mapRows(table, at.row, at.row, (cells) =>
    cells.map((cell, column) => (column === at.column ? value : cell)),
  );
}

/** Empties every cell of the range. */
export function clearRange(table: Table, range: Range): Table {
  return mapRows(table, range.top, range.bottom, (cells) =>
    cells.map((cell, column) => (column >= range.left && column <= range.right ? "" : cell)),
  );
}

/** Copies the first row of the range to those below it; a single row is filled from the one above it. */
export function fillDown(table: Table, range: Range): Table {
  const from = range.top === range.bottom ? range.top - 1 : range.top;
  const source = table.rows[from];
  if (source === undefined) return table;
  return mapRows(table, from + 1, range.bottom, (cells) =>
    cells.map((cell, column) =>
      column >= range.left && column <= range.right ? (source.cells[column] ?? "") : cell,
    ),
  );
}

/** Inserts an empty row that then has the number `at`. */
export function insertRow(table: Table, at: number): Table {
  return { ...table, rows: table.rows.toSpliced(at, 0, newRow(table.header.map(() => ""))) };
}

export function deleteRows(table: Table, range: Range): Table {
  return { ...table, rows: table.rows.toSpliced(range.top, range.bottom - range.top + 1) };
}

/** Moves the rows of the range by one place; the same table when they are at the edge. */
export function moveRows(table: Table, range: Range, by: 1 | -1): Table {
  if (range.top + by < 0 || range.bottom + by >= table.rows.length) return table;
  const rows = [...table.rows];
  const moved = rows.splice(range.top, range.bottom - range.top + 1);
  return { ...table, rows: [...rows.slice(0, range.top + by), ...moved, ...rows.slice(range.top + by)] };
}

/** Cells of a spreadsheet from `at` to the right and down. Rows are added where the table ends; columns never. */
export function pasteText(
  table: Table,
  at: Cell,
  text: string,
): { readonly table: Table; readonly end: Cell; readonly ignored: number } {
  const pasted = dropHeader(parseTsv(text), table, at);
  const rows = [...table.rows];
  const width = pasted.reduce((most, row) => Math.max(most, row.length), 1);
  pasted.forEach((cells, down) => {
    const row: GridRow = rows[at.row + down] ?? newRow(table.header.map(() => ""));
    rows[at.row + down] = {
      ...row,
      cells: row.cells.map((cell, column) => cells[column - at.column] ?? cell),
    };
  });
  const right = Math.min(at.column + width, table.header.length) - 1;
  return {
    table: { ...table, rows },
    end: { row: at.row + Math.max(pasted.length, 1) - 1, column: right },
    ignored: Math.max(0, at.column + width - table.header.length),
  };
}

/** A first row that repeats the header is the spreadsheet's own header. */
function dropHeader(
  pasted: readonly (readonly string[])[],
  table: Table,
  at: Cell,
): readonly (readonly string[])[] {
  const [first = [], ...others] = pasted;
  const isHeader =
    others.length > 0 && first.every((cell, column) => cell.trim() === table.header[at.column + column]);
  return isHeader ? others : pasted;
}

export function copyText(table: Table, range: Range): string {
  return formatTsv(
    table.rows.slice(range.top, range.bottom + 1).map((row) => row.cells.slice(range.left, range.right + 1)),
  );
}

/** A table that has rows for a header of its own: what a paste into an empty new table brings. */
export function tableFromText(text: string): Table | undefined {
  const [header, ...rows] = parseTsv(text);
  if (header === undefined || rows.length === 0 || header.length < 2) return undefined;
  const isHeader =
    header.every((cell) => /^[\p{L}_][\p{L}\p{N}_ -]{0,40}$/u.test(cell)) &&
    new Set(header).size === header.length;
  if (!isHeader) return undefined;
  return { header, rows: rows.map((cells) => newRow(header.map((_, at) => cells[at] ?? ""))) };
}

function mapRows(
  table: Table,
  top: number,
  bottom: number,
  change: (cells: readonly string[]) => readonly string[],
): Table {
  const rows = table.rows.map((row, at) =>
    at >= top && at <= bottom ? { ...row, cells: change(row.cells) } : row,
  );
  return { ...table, rows };
}
