/** Rows as comma-separated text, each line ended by `end`; cells with commas, quotes or line breaks are quoted. */
export function formatCsv(rows: readonly (readonly string[])[], end: "\n" | "\r\n"): string {
  return rows.map((cells) => `${cells.map(quote).join(",")}${end}`).join("");
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
