import { endOfQuotes } from "../text/csv-table.js";

/** A record of a CSV text as it is written. */
export interface CsvRow {
  /** Empty lines above it, with their breaks. */
  readonly lead: string;
  /** Each with its quotes. */
  readonly cells: readonly string[];
  /** The line break behind it; empty at the end of a text without one. */
  readonly end: string;
}

/** A CSV text taken apart. All parts joined are the text. */
interface CsvRows {
  /** The header first. */
  readonly rows: readonly CsvRow[];
  /** Empty lines at the end. */
  readonly trail: string;
  /** What ends records of this text; LF for a text on one line. */
  readonly lineBreak: LineBreak;
}

type LineBreak = "\n" | "\r\n" | "\r";

/** Takes apart a text that parseCsv can read. The first break outside of quotes is the one that ends records, as there. */
export function splitCsv(text: string): CsvRows {
  const lineBreak = findLineBreak(text) ?? "\n";
  const rows: CsvRow[] = [];
  let lead = "";
  for (let at = 0; at < text.length; ) {
    if (text.startsWith(lineBreak, at)) {
      lead += lineBreak;
      at += lineBreak.length;
      continue;
    }
    const row = splitRow(text, at, lineBreak);
    rows.push({ lead, cells: row.cells, end: row.end });
    lead = "";
    at = row.next;
  }
  return { rows, trail: lead, lineBreak };
}

/** The text of all parts. */
export function joinCsv({ rows, trail }: Pick<CsvRows, "rows" | "trail">): string {
  return rows.map(({ lead, cells, end }) => lead + cells.join(",") + end).join("") + trail;
}

/** True for a cell that is written in quotes. */
export function isQuoted(cell: string): boolean {
  return cell.startsWith('"');
}

/** What a cell says, as parseCsv gives it. */
export function readCell(cell: string): string {
  const text = isQuoted(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
  return text.replaceAll("\r\n", "\n");
}

/** A cell in quotes where it `prefersQuotes` or can't do without. */
export function writeCell(value: string, prefersQuotes: boolean): string {
  return prefersQuotes || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function splitRow(
  text: string,
  start: number,
  lineBreak: LineBreak,
): { readonly cells: readonly string[]; readonly end: string; readonly next: number } {
  const cells: string[] = [];
  for (let at = start; ; at++) {
    const end = text[at] === '"' ? endOfQuotes(text, at) + 1 : endOfPlain(text, at, lineBreak);
    cells.push(text.slice(at, end));
    at = end;
    if (text[at] === ",") continue;
    const broken = text.startsWith(lineBreak, at) ? lineBreak : "";
    return { cells, end: broken, next: at + broken.length };
  }
}

function endOfPlain(text: string, start: number, lineBreak: LineBreak): number {
  for (let at = start; at < text.length; at++)
    if (text[at] === "," || text.startsWith(lineBreak, at)) return at;
  return text.length;
}

function findLineBreak(text: string): LineBreak | undefined {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') at = endOfQuotes(text, at);
    else if (text[at] === "\n") return "\n";
    else if (text[at] === "\r") return text[at + 1] === "\n" ? "\r\n" : "\r";
  }
  return undefined;
}
