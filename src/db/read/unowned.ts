import { KINDS, type Kind } from "../../model/address.js";
import type { ObservedRow } from "../../model/observed.js";
import { guardOf, kindsBeside } from "../backend/columns.js";
import { type RowSource, readObservedRows } from "../backend/observed-rows.js";
import { profileOf, tableOf } from "../backend/profile.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import { readColumns } from "../schema/schema.js";
import { readApplied } from "../schema/state.js";

/** A row that no estate owns. */
interface UnownedRow {
  readonly kind: Kind;
  readonly row: ObservedRow;
  /** Of an image: where its file is, as the backend sees it. */
  readonly filePath: string | null;
}

const PAGE = 500;

/**
 * Reads the rows that no estate owns in one transaction: templates, albums, then images, each by id. An absent database
 * has none.
 */
export async function readUnowned<T>(
  handle: DatabaseHandle,
  estate: string,
  work: (rows: AsyncIterable<UnownedRow>) => Promise<T>,
): Promise<T> {
  if (handle.isAbsent) return work(listNothing());
  return readTransaction(handle, async (session) => {
    const columns = readColumns(session);
    const migrated = readApplied(session).size > 0;
    const source = { session, columns, estate, migrated };
    return work(columns.has("albums") ? streamRows(source) : listNothing());
  });
}

async function* listNothing(): AsyncGenerator<UnownedRow> {}

async function* streamRows(source: RowSource): AsyncGenerator<UnownedRow> {
  for (const kind of KINDS) {
    for (let last = -1; ; ) {
      const page = readPage(source, kind, last);
      const rows = readObservedRows(source, kind, [...page.keys()]);
      for (const [id, filePath] of page) {
        const row = rows.get(id);
        if (row !== undefined) yield { kind, row, filePath };
        last = id;
      }
      if (page.size < PAGE) break;
    }
  }
}

/** File paths (null for albums) by row id, ascending. */
function readPage(
  { session, columns, migrated }: RowSource,
  kind: Kind,
  after: number,
): ReadonlyMap<number, string | null> {
  const table = tableOf(session, kind);
  const { kinds } = profileOf(session);
  const isShared = kinds.album.table === kinds["set-template"].table;
  const flag = columns.get(table)?.has("is_set_template") ? "COALESCE(x.is_set_template, FALSE)" : "FALSE";
  const isKind =
    kind === "album" ? `${flag} <> TRUE` : kind === "set-template" && isShared ? `${flag} = TRUE` : "1 = 1";
  const isFree = migrated
    ? `NOT EXISTS (SELECT 1 FROM sync_objects o WHERE o.row_id = x.id AND o.guard = ${guardOf(kind, "x")}
        AND o.state = 'owned' AND o.kind IN ${kindsBeside(session, kind)})`
    : "1 = 1";
  const path = kind === "image" ? "x.file_path" : "NULL";
  const rows = session.all(
    `SELECT x.id, ${path} FROM ${table} x WHERE x.id > ? AND ${isKind} AND ${isFree} ORDER BY x.id LIMIT ${PAGE}`,
    after,
  );
  return new Map(rows.map(([id, file]) => [Number(id), file === null ? null : String(file)]));
}
