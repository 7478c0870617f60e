import type { Info } from "csv-parse/sync";
import { loadCsvParse } from "./packages.js";

/** A record of a CSV text: its number from 0, its cells, and the line on which it begins, from 1. */
export interface CsvRecord {
  readonly number: number;
  readonly cells: readonly string[];
  readonly line: number;
}

/** Records of a CSV text, the header first; or why the text is no CSV, with the offset of the slip. */
export type CsvTable =
  | { readonly ok: true; readonly records: readonly CsvRecord[] }
  | { readonly ok: false; readonly unterminated: boolean; readonly offset: number };

/**
 * Parses comma-separated text: quoted cells may hold commas, quotes and line breaks; empty lines are skipped. A line break
 * in a cell is LF, so that a checkout with CRLF reads the same. Other separators are for tables that are to be converted.
 */
export function parseCsv(text: string, delimiter = ","): CsvTable {
  const { CsvError, parse } = loadCsvParse();
  try {
    // With info: true each record comes wrapped, which the library's types don't say.
    const rows = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as {
      record: string[];
      info: Info;
    }[];
    return { ok: true, records: numberLines(rows) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const unterminated = error.code === "CSV_QUOTE_NOT_CLOSED";
    return { ok: false, unterminated, offset: findSlip(text, unterminated) };
  }
}

/** Offset of a cell in its record, whose text begins at `start`; of the last cell when it has fewer. */
export function findCell(text: string, start: number, column: number): { offset: number; length: number } {
  let offset = start;
  for (let left = column; ; left -= 1) {
    const end = endOfCell(text, offset);
    if (left === 0 || text[end] !== ",") return { offset, length: end - offset };
    offset = end + 1;
  }
}

/**
 * The separator that the header of a CSV uses instead of commas, with the place that says so; undefined when it uses
 * commas. What stands in quotes separates nothing.
 */
export function findSeparator(text: string): { readonly name: string; readonly offset: number } | undefined {
  const start = text.search(/[^\r\n]/);
  if (start < 0) return undefined;
  if (/^"?sep=/i.test(text.slice(start, start + 5))) return { name: "sep=", offset: start };
  let found: { readonly name: string; readonly offset: number } | undefined;
  let beginsCell = true;
  for (let at = start; at < text.length; at++) {
    const character = text[at] as string;
    if (/[,\r\n]/.test(character)) return character === "," ? undefined : found;
    if (character === '"' && beginsCell) at = endOfQuotes(text, at);
    beginsCell = character === "\t" || character === ";";
    if (beginsCell) found ??= { name: character === "\t" ? "tabs" : "semicolons", offset: at };
  }
  return found;
}

function numberLines(rows: readonly { record: string[]; info: Info }[]): readonly CsvRecord[] {
  let lines = 0;
  let empty = 0;
  return rows.map(({ record, info }, number) => {
    const line = lines + 1 + (info.empty_lines - empty);
    lines = info.lines;
    empty = info.empty_lines;
    return { number, cells: record.map((cell) => cell.replaceAll("\r\n", "\n")), line };
  });
}

// The first quote that opens inside a cell or closes before its end; or the one that never closes.
function findSlip(text: string, unterminated: boolean): number {
  let opened = -1;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (opened < 0) {
      if (!unterminated && !/^[,\r\n]?$/.test(text[at - 1] ?? "")) return at;
      opened = at;
    } else if (text[at + 1] === '"') {
      at += 1;
    } else {
      if (!unterminated && !/^[,\r\n]?$/.test(text[at + 1] ?? "")) return at;
      opened = -1;
    }
  }
  return Math.max(0, opened);
}

/** Offset of the quote that ends what begins with the one at `start`; of the last character when none does. */
export function endOfQuotes(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== '"') continue;
    if (text[at + 1] !== '"') return at;
    at += 1;
  }
  return text.length - 1;
}

function endOfCell(text: string, start: number): number {
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "," || character === "\n" || character === "\r")) return at;
  }
  return text.length;
}
