import { findSeparator, parseCsv } from "../manifest/text/csv-table.js";

/** Rows of a new set's table, the header first. */
export interface NewTable {
  readonly rows: readonly (readonly string[])[];
  /** What was changed to make them comma-separated, for people. */
  readonly conversions: readonly string[];
}

/** Rows that stand in for items: `Item 1`, and in the other columns the name of the column with the number. */
export function makePlaceholders(columns: readonly string[], count: number): NewTable {
  const rows = Array.from({ length: count }, (_, index) =>
    columns.map((column, place) => `${place === 0 && column === "name" ? "Item" : column} ${index + 1}`),
  );
  return { rows: [columns, ...rows], conversions: [] };
}

/** The rows of a table that a spreadsheet saved: with commas, semicolons or tabs, also under a `sep=` line. Undefined when it is no CSV. */
export function readTable(text: string): NewTable | undefined {
  const announced = /^"?sep=([,;\t])"?[ \t;,]*\r?\n/i.exec(text);
  const body = announced === null ? text : text.slice(announced[0].length);
  const found = announced === null ? findSeparator(body) : undefined;
  const delimiter = announced?.[1] ?? { tabs: "\t", semicolons: ";" }[found?.name ?? ""] ?? ",";
  const table = parseCsv(body, delimiter);
  if (!table.ok) return undefined;
  const all = table.records.map(({ cells }) => cells);
  const filled = all.filter((cells, index) => index === 0 || cells.some((cell) => cell.trim() !== ""));
  const rows = dropEmptyColumns(filled).map((cells, index) =>
    index === 0 ? cells.map((cell) => cell.trim()) : cells,
  );
  return {
    rows,
    conversions: [
      ...(announced === null ? [] : ["the sep= line was left out"]),
      ...(delimiter === "," ? [] : [`${delimiter === ";" ? "semicolons" : "tabs"} became commas`]),
      ...(all.length > filled.length ? ["empty rows were left out"] : []),
      ...((rows[0]?.length ?? 0) < (filled[0]?.length ?? 0) ? ["empty columns were left out"] : []),
    ],
  };
}

/** Without the columns at the end that have neither a name nor a cell. */
function dropEmptyColumns(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const widths = rows.map((cells) => cells.findLastIndex((cell) => cell.trim() !== "") + 1);
  const width = Math.max(0, ...widths);
  const header = rows[0]?.length ?? 0;
  return width < header ? rows.map((cells) => cells.slice(0, width)) : rows;
}
