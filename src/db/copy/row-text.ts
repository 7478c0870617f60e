import type { Cell } from "../connection/session.js";

/** A row as one text, the same for the same values only. */
export function rowText(cells: readonly Cell[]): string {
  let text = "";
  for (let index = 0; index < cells.length; index++) text += cellText(cells[index] as Cell);
  return text;
}

function cellText(cell: Cell): string {
  if (cell === null) return "-";
  if (typeof cell === "string") return `t${cell.length}:${cell}`;
  if (typeof cell === "bigint") return `i${cell};`;
  if (typeof cell === "number") return `r${cell};`;
  return `b${Buffer.from(cell).toString("hex")};`;
}
