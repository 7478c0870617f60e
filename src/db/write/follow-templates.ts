import { type Address, type Kind, kindOf, nameOf } from "../../model/address.js";
import type { Fields } from "../../model/resource.js";
import { guardOf, layoutOf } from "../backend/columns.js";
import { type TieHome, tableOf } from "../backend/profile.js";
import { OBJECT_FIELDS, readStored } from "../backend/stored-json.js";
import type { Execution } from "./execution.js";
import { tiesOf } from "./execution-ties.js";

/** The id of a new row: where others name rows of its kind, none that an object whose row was deleted is recorded with. */
export function nextRowId({ session, isFirst }: Execution, kind: Kind): number {
  const table = tableOf(session, kind);
  const isNamed = !isFirst && layoutOf(session, "album").tie?.ties === kind;
  for (;;) {
    const id = session.nextId(table);
    const isRecorded = () =>
      session.get("SELECT 1 FROM sync_objects WHERE kind = ? AND row_id = ?", kind, id) !== undefined;
    if (!isNamed || !isRecorded()) return id;
  }
}

/**
 * Lets albums of the estate that are recorded with an object name its new row, where the profile names it by row id: those
 * that named its old row, or none. What somebody else chose stays, for the plan to see. All new rows that wait are followed
 * at once, as each time looks at every album; whoever reads albums comes after it.
 */
export function followTemplates(execution: Execution): void {
  const rows = execution.newRows.splice(0);
  const { tie } = layoutOf(execution.session, "album");
  if (tie === undefined || execution.isFirst) return;
  const ofKind = rows.filter(({ address }) => kindOf(address) === tie.ties);
  if (ofKind.length === 0) return;
  const bySlug = new Map(ofKind.map((row) => [nameOf(row.address), row]));
  for (const { id, slug, named } of readAlbums(execution, tie)) {
    const row = bySlug.get(slug);
    if (
      row === undefined ||
      named === row.id ||
      (named !== null && row.oldId !== undefined && named !== row.oldId)
    )
      continue;
    execution.rowsWritten += execution.session.run(
      `UPDATE albums SET ${tie.type} = ?, ${tie.id} = ?, updated_at = ? WHERE id = ?`,
      tie.word,
      row.id,
      execution.now,
      id,
    );
  }
}

/** The row ids that addresses of a kind are recorded with before others come to have them; empty where nothing names those. */
export function rememberRows(
  execution: Execution,
  kind: Kind,
  addresses: readonly Address[],
): ReadonlyMap<Address, number> {
  const { tie } = layoutOf(execution.session, "album");
  if (tie?.ties !== kind) return new Map();
  const ties = tiesOf(execution, "album");
  return new Map(
    addresses.flatMap((address) => {
      const id = ties.idOf(nameOf(address));
      return id === undefined ? [] : [[address, id] as const];
    }),
  );
}

/** Lets albums of the estate, released ones too, no longer name a row that was deleted: another may get its id. */
export function untieAlbums(execution: Execution, kind: Kind, rowId: number): void {
  const { session, estate } = execution;
  const { tie } = layoutOf(session, "album");
  if (tie?.ties !== kind) return;
  followTemplates(execution);
  execution.rowsWritten += session.run(
    `UPDATE albums SET ${tie.type} = NULL, ${tie.id} = NULL, updated_at = ?
      WHERE ${tie.type} = ? AND ${tie.id} = ? AND EXISTS (SELECT 1 FROM sync_objects o WHERE o.kind = 'album'
        AND o.row_id = albums.id AND o.guard = ${guardOf("album", "albums")} AND o.estate = ?)`,
    execution.now,
    tie.word,
    rowId,
    estate,
  );
}

/** Row ids of the albums that are recorded with a template: its slug, and the row id that the album names. */
function readAlbums(
  { session, estate }: Execution,
  tie: TieHome & { readonly field: string },
): readonly { readonly id: number; readonly slug: string; readonly named: number | null }[] {
  const rows = session.all(
    `SELECT x.id, x.${tie.id}, o.address, o.fields FROM sync_objects o
      JOIN albums x ON x.id = o.row_id AND ${guardOf("album", "x")} = o.guard
      WHERE o.estate = ? AND o.kind = 'album' AND o.fields LIKE '%"set_template":"%' ORDER BY x.id`,
    estate,
  );
  return rows.flatMap(([id, named, address, text]) => {
    const slug = readStored<Fields>(OBJECT_FIELDS, text, estate, address ?? null)[tie.field];
    if (typeof slug !== "string") return [];
    return [{ id: Number(id), slug, named: typeof named === "number" ? named : null }];
  });
}
