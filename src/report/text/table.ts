import { displayWidth, padTo, printable } from "./printable.js";
import { createPaint, type ReportOptions } from "./style.js";

export interface TableColumn {
  readonly title: string;
  readonly align?: "left" | "right";
}

/** Rows of cells under their titles, columns two blanks apart, no blanks at line ends; only titles when there is no row. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { color }: Pick<ReportOptions, "color">,
): string {
  const cells = rows.map((row) => columns.map((_column, index) => printable(row[index] ?? "")));
  const titles = columns.map(({ title }) => title);
  const widths = titles.map((title, index) =>
    // A call takes some hundred thousand values at most, and a list may have more rows.
    cells.reduce((most, row) => Math.max(most, displayWidth(row[index] as string)), displayWidth(title)),
  );
  const layOut = (row: readonly string[]) =>
    row
      .map((cell, index) =>
        padTo(cell, widths[index] as number, columns[index]?.align === "right" ? "left" : "right"),
      )
      .join("  ")
      .trimEnd();
  return [createPaint(color).strong(layOut(titles)), ...cells.map(layOut)]
    .map((line) => `${line}\n`)
    .join("");
}
