import type { Backup } from "../../../engine/copies/back-up.js";
import type { DatabaseCopy } from "../../../engine/copies/copy-database.js";
import { count } from "../../../model/words.js";

/** What was copied. */
export function describeCopy({ from, to, tables, left, id }: DatabaseCopy): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    ...tables.map((table) => `${table.table}: ${count(table.rows, "row")}`),
    ...(left.length === 0 ? [] : [`Not copied: ${left.join(", ")}`]),
    `Copied ${count(rows, "row")} of ${count(tables.length, "table")} from ${from} to ${to}; what was read back is the same.`,
    `Identity: ${id}`,
  ].join("\n");
}

/** Where a backup is. */
export function describeBackup({ database, file, bytes }: Backup): string {
  return `Backed up ${database} to ${file} (${count(bytes, "byte")}), and read it back.`;
}
