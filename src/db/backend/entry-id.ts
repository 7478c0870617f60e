import type { RowSource } from "./observed-rows.js";
import { type ObjectTable, tableOf } from "./profile.js";

/**
 * Lists of albums name rows by one number. Where templates have a table of their own, theirs begin here, so that they are
 * not those of albums; every program reads them exactly.
 */
const TEMPLATES = 2 ** 40;

/** The number of a row in lists of albums and set templates. */
export function entryIdOf(table: ObjectTable, rowId: number): number {
  return table === "batch_templates" ? TEMPLATES + rowId : rowId;
}

/** The row id of a number in lists of albums and set templates. */
export function rowIdOf(entryId: number): number {
  return entryId >= TEMPLATES ? entryId - TEMPLATES : entryId;
}

/** The row ids among these numbers, of the table that holds a kind; the others are left out. */
export function rowIdsOf(
  { session }: Pick<RowSource, "session">,
  kind: "album" | "set-template",
  entries: readonly number[],
): readonly number[] {
  const isApart = entryIdOf(tableOf(session, kind), 0) > 0;
  return entries.filter((id) => id >= TEMPLATES === isApart).map(rowIdOf);
}
