/** A table in Markdown. Bars in cells are escaped; columns are aligned left unless told. */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ("left" | "right")[] = [],
): string {
  const rule = head.map((_, column) => (align[column] === "right" ? "---:" : "---"));
  return [head, rule, ...rows].map((cells) => `| ${cells.map(escapeCell).join(" | ")} |`).join("\n");
}

function escapeCell(cell: string): string {
  return cell.replaceAll("|", "\\|").replaceAll("\n", " ");
}
