import { resolve } from "node:path";
import { sha256Of } from "../../files/hash.js";
import type { SetTemplateManifest } from "../../model/generated/set-template.js";
import type { Item } from "../../model/prompt.js";
import { readCsvRecords } from "../text/csv-problem.js";
import type { CsvRecord } from "../text/csv-table.js";
import type { NodeSpot, Problem, Report } from "../text/problem.js";
import type { ProjectFiles } from "../text/project-files.js";
import { isProblem } from "../text/text-file.js";
import { placeUsedFile, type UsedFile, yamlSpot } from "./manifest-file.js";

/** The items of a set template. */
export interface ItemTable {
  /** Name of the table for messages: its CSV file, or `items.rows`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly items: readonly Item[];
  /** Place of an item, or of one of its cells. */
  readonly spotOf: (index: number, column?: string) => NodeSpot;
  readonly used: readonly UsedFile[];
}

/** Reads the items that a set template declares; undefined when it has none or they can't be read. */
export function readItems(
  file: string,
  declared: NonNullable<SetTemplateManifest["items"]>,
  files: ProjectFiles,
  report: Report,
): ItemTable | undefined {
  if ((declared.csv === undefined) === (declared.rows === undefined)) {
    report({
      code: "csv-or-rows",
      at: yamlSpot(file, ["items"], "key"),
      summary:
        declared.csv === undefined
          ? "The items are missing"
          : "The items are declared both as csv and as rows",
      expected: "either csv or rows",
    });
    return undefined;
  }
  return declared.csv === undefined
    ? readRows(file, declared.rows ?? [], report)
    : readCsv(file, declared.csv, files, report);
}

function readRows(file: string, rows: readonly Item[], report: Report): ItemTable {
  const columns = Object.keys(rows[0] ?? {});
  rows.forEach((row, index) => {
    const missing = columns.filter((column) => !Object.hasOwn(row, column));
    const extra = Object.keys(row).filter((column) => !columns.includes(column));
    if (missing.length + extra.length === 0) return;
    const [column = ""] = extra;
    const differences = [
      ...missing.map((name) => `"${name}" is missing`),
      ...extra.map((name) => `"${name}" is unexpected`),
    ];
    report({
      code: "row-columns-differ",
      at: yamlSpot(file, ["items", "rows", index, ...(extra.length > 0 ? [column] : [])], "key"),
      summary: `The keys of this row differ from the first row: ${differences.join(", ")}`,
      expected: columns.join(", "),
    });
  });
  const spotOf: ItemTable["spotOf"] = (index, column) =>
    yamlSpot(file, ["items", "rows", index, ...(column === undefined ? [] : [column])]);
  return { name: "items.rows", columns, items: rows, spotOf, used: [] };
}

function readCsv(manifest: string, name: string, files: ProjectFiles, report: Report): ItemTable | undefined {
  const file = resolve(manifest, "..", name);
  const read = files.read(file, "csv-missing");
  if (isProblem(read)) {
    report(placeUsedFile(read, name, yamlSpot(manifest, ["items", "csv"])));
    return undefined;
  }
  const table = readCsvRecords(file, read.text);
  if ("code" in table) {
    report(table);
    return undefined;
  }
  const [header, ...all] = table;
  const records = all.filter(({ cells }) => !isBlank(cells));
  if (header === undefined || records.length === 0) {
    report({
      code: "csv-empty",
      at: { file },
      summary: header === undefined ? "The CSV is empty" : "The CSV has a header and no rows",
      help: "Add rows, or remove items from the manifest. An empty CSV would delete every item.",
    });
    return undefined;
  }
  const blank = all.filter(({ cells }) => isBlank(cells));
  if (blank.length > 0) report(describeBlank(file, blank));
  checkHeader(file, header.cells, report);
  checkRecords(file, header.cells, records, report);
  checkCells(file, table, report);
  return {
    name: name.slice(name.lastIndexOf("/") + 1),
    columns: header.cells,
    items: records.map(({ cells }) => toItem(header.cells, cells)),
    spotOf: (index, column) =>
      csvSpot(file, records[index]?.number ?? 0, Math.max(0, header.cells.indexOf(column ?? ""))),
    used: [{ name, sha256: sha256Of(read.bytes) }],
  };
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

function describeBlank(file: string, [first, ...others]: readonly CsvRecord[]): Problem {
  const count = others.length + 1;
  return {
    severity: "warning",
    code: "csv-blank-row",
    at: csvSpot(file, first?.number ?? 0, 0),
    summary:
      count === 1 ? "This row has no text and is skipped" : `${count} rows have no text and are skipped`,
    help: "Remove the empty rows that the spreadsheet left behind.",
  };
}

function checkHeader(file: string, columns: readonly string[], report: Report): void {
  columns.forEach((column, index) => {
    const at = csvSpot(file, 0, index);
    if (column.trim() === "") {
      report({ code: "csv-empty-column", at, summary: `Column ${index + 1} has no name` });
      return;
    }
    const first = columns.indexOf(column);
    if (first === index) return;
    report({
      code: "csv-duplicate-column",
      at,
      summary: `The column "${column}" occurs twice`,
      related: [{ message: "first declared here", at: csvSpot(file, 0, first) }],
    });
  });
}

function checkRecords(
  file: string,
  columns: readonly string[],
  records: readonly CsvRecord[],
  report: Report,
): void {
  for (const { cells, number } of records) {
    if (cells.length === columns.length) continue;
    report({
      code: "csv-ragged-row",
      at: csvSpot(file, number, Math.min(cells.length - 1, columns.length)),
      summary: `The header has ${columns.length} columns, but this row has ${cells.length}`,
      expected: `${columns.length} cells`,
      help: "Put a cell that contains a comma in double quotes.",
    });
  }
}

function checkCells(file: string, records: readonly CsvRecord[], report: Report): void {
  records.forEach(({ cells }, index) => {
    cells.forEach((cell, column) => {
      if (!cell.includes("\0")) return;
      report({
        code: "text-has-nul",
        at: csvSpot(file, index, column),
        summary: "The text contains a NUL character",
      });
    });
  });
}

// Object.fromEntries keeps a column called __proto__ as data.
function toItem(columns: readonly string[], cells: readonly string[]): Item {
  return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
}

function csvSpot(file: string, record: number, column: number): NodeSpot {
  return { file, format: "csv", path: [record, column] };
}
