import type { Cell } from "./session.js";

/** SQL for a value that no one from outside chose freely. */
export function literal(cell: Cell): string {
  if (typeof cell === "string") return `'${cell.replaceAll("'", "''")}'`;
  return cell === null ? "NULL" : String(cell);
}
