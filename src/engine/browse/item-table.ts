import { parseCsv } from "../../manifest/text/csv-table.js";
import type { ProjectFile } from "./read-file.js";

/** The CSV of a set template as a grid shows it. */
interface CsvGrid {
  /** Relative to the project folder. */
  readonly file: string;
  readonly etag: string;
  readonly header: readonly string[];
  /** Cells by record, blank records included, empty lines not. */
  readonly rows: readonly (readonly string[])[];
  /** The line on which each record begins, from 1. */
  readonly rowLines: readonly number[];
}

/** The cells of a CSV file; null for a text that is no CSV. */
export function readGrid({ path, etag, text }: ProjectFile): CsvGrid | null {
  const table = parseCsv(text.replace(/^\ufeff/, ""));
  if (!table.ok) return null;
  const [header, ...records] = table.records;
  return {
    file: path,
    etag,
    header: header?.cells ?? [],
    rows: records.map(({ cells }) => cells),
    rowLines: records.map(({ line }) => line),
  };
}
