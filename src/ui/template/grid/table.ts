import type { CellEdit } from "../../api/edit-types.js";
import type { Csv, Declared, Json } from "../../api/types.js";

/** A row of the grid. `base`: where it stands in the file, undefined when it is new. `id` stays while it is moved. */
export interface GridRow {
  readonly id: number;
  readonly base: number | undefined;
  readonly cells: readonly string[];
}

/** The items of a set as a table. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly GridRow[];
}

let lastId = 0;

export function newRow(cells: readonly string[]): GridRow {
  lastId += 1;
  return { id: lastId, base: undefined, cells };
}

/** The table of a template: the rows of its CSV file, or those in its manifest. */
export function tableOf(csv: Csv | null, declared: Declared | null): Table {
  if (csv !== null) {
    const width = csv.header.length;
    return {
      header: csv.header,
      rows: csv.rows.map((cells, base) => ({ ...newRow(fit(cells, width)), base })),
    };
  }
  const rows = inlineRows(declared);
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    header,
    rows: rows.map((row, base) => ({ ...newRow(header.map((column) => String(row[column] ?? ""))), base })),
  };
}

/** A table from elsewhere with ids of this page: rows of the file have those that they have in `base`. */
export function withIdsOf(base: Table, table: Table): Table {
  return {
    ...table,
    rows: table.rows.map(({ base: at, cells }) => {
      const known = at === undefined ? undefined : base.rows[at];
      return known === undefined ? newRow(cells) : { ...known, cells };
    }),
  };
}

/** A table that was read again, with the ids of the rows that were shown and are still in it, so that they stay in place. */
export function withShownIds(shown: Table, table: Table): Table {
  const known = new Map<string, number[]>();
  for (const row of shown.rows.toReversed()) {
    const text = JSON.stringify(row.cells);
    known.set(text, [...(known.get(text) ?? []), row.id]);
  }
  return {
    ...table,
    rows: table.rows.map((row) => ({ ...row, id: known.get(JSON.stringify(row.cells))?.pop() ?? row.id })),
  };
}

function fit(cells: readonly string[], width: number): readonly string[] {
  return Array.from({ length: width }, (_, at) => cells[at] ?? "");
}

function inlineRows(declared: Declared | null): readonly { readonly [column: string]: Json }[] {
  const items = declared?.items as
    | { readonly rows?: readonly { readonly [column: string]: Json }[] }
    | null
    | undefined;
  return items?.rows ?? [];
}

/** A row as an item: cell by column. */
export function itemOf(table: Table, row: GridRow): { readonly [column: string]: string } {
  return Object.fromEntries(table.header.map((column, at) => [column, row.cells[at] ?? ""]));
}

/**
 * The steps that make the rows of a file those of the table: first removals from the bottom up, then each place from the
 * top down gets its row, moved or inserted, last the cells. Rows that stay are not mentioned, so that their bytes stay.
 */
export function editsOf(base: Table, table: Table): readonly CellEdit[] {
  const kept = new Set(table.rows.map((row) => row.base));
  const present = base.rows.map((_, at) => at as number | undefined);
  const edits: CellEdit[] = [];
  for (let at = present.length - 1; at >= 0; at -= 1) {
    if (kept.has(at)) continue;
    edits.push({ op: "remove", row: at });
    present.splice(at, 1);
  }
  const added = table.header.slice(base.header.length);
  for (const column of added) edits.push({ op: "add-column", column });
  table.rows.forEach((row, at) => {
    if (row.base === undefined) {
      edits.push({ op: "insert", row: at, values: itemOf(table, row) });
      present.splice(at, 0, undefined);
      return;
    }
    const from = present.indexOf(row.base, at);
    if (from === at) return;
    edits.push({ op: "move", row: from, to: at });
    present.splice(at, 0, ...present.splice(from, 1));
  });
  return [...edits, ...cellsOf(base, table)];
}

function cellsOf(base: Table, table: Table): readonly CellEdit[] {
  return table.rows.flatMap((row, at) => {
    const before = row.base === undefined ? undefined : base.rows[row.base];
    if (before === undefined || before.cells === row.cells) return [];
    return table.header.flatMap((column, cell): readonly CellEdit[] => {
      const value = row.cells[cell] ?? "";
      return value === (before.cells[cell] ?? "") ? [] : [{ op: "set", row: at, column, value }];
    });
  });
}

/** The table as a new CSV file. */
export function csvText(table: Table): string {
  const line = (cells: readonly string[]) =>
    cells.map((cell) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
  return `${[table.header, ...table.rows.map((row) => row.cells)].map(line).join("\n")}\n`;
}

/** Cells as a spreadsheet copies them: tabs between cells, quotes around cells with tabs or line breaks in them. */
export function parseTsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const cells = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/g;
  for (const match of text.matchAll(cells)) {
    const [whole, cell = "", end] = match;
    if (whole === "" && match.index >= text.length && rows.at(-1)?.length === 0) break;
    rows
      .at(-1)
      ?.push(
        cell.startsWith('"') && cell.endsWith('"') && cell.length > 1
          ? cell.slice(1, -1).replaceAll('""', '"')
          : cell,
      );
    if (end === "") break;
    if (end !== "\t") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

export function formatTsv(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) =>
      row.map((cell) => (/[\t\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t"),
    )
    .join("\n");
}
