import { type CsvRecord, findSeparator, parseCsv } from "./csv-table.js";
import type { Problem } from "./problem.js";

/** Records of a CSV file, the header first; or why it can't be read, with the place. `file`: absolute path. */
export function readCsvRecords(file: string, text: string): readonly CsvRecord[] | Problem {
  const separator = findSeparator(text);
  if (separator !== undefined) return describeSeparator(file, separator);
  const table = parseCsv(text);
  if (table.ok) return table.records;
  return {
    code: table.unterminated ? "csv-unterminated-quote" : "csv-syntax",
    at: { file, offset: table.offset, length: 1 },
    summary: table.unterminated ? "This quote is never closed" : "An unquoted cell contains this quote",
    help: "Quote the whole cell and double the quotes inside it.",
  };
}

function describeSeparator(file: string, { name, offset }: { name: string; offset: number }): Problem {
  const isLine = name === "sep=";
  return {
    code: "csv-separator",
    at: { file, offset, length: isLine ? "sep=".length : 1 },
    summary: isLine
      ? "The CSV begins with a sep= line, which is for spreadsheets only"
      : `The CSV separates its columns with ${name}`,
    expected: isLine ? "the names of the columns" : "commas",
    help: isLine
      ? "Remove the line, and separate the columns with commas."
      : "Save the sheet as CSV with commas as separators.",
  };
}
