import type { Cell } from "./session.js";

/** SQL for a value that no one from outside chose freely. */
export function literal(cell: Cell): string {
  if (typeof cell === "string") return `'${cell.replaceAll("'", "''")}'`;
  return cell === null ? "NULL" : String(cell);
}

/** SQL for what stands in the parentheses of IN: one of these numbers, or nothing, which a server knows no word for. */
export function literals(numbers: readonly number[]): string {
  return numbers.length === 0 ? "NULL" : numbers.join(", ");
}
