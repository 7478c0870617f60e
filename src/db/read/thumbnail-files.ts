import type { Address } from "../../model/address.js";
import { type DatabaseHandle, readTransaction, writeTransaction } from "../connection/connect.js";
import { readColumns } from "../schema/schema.js";
import { readApplied } from "../schema/state.js";
import { joinOwner } from "./album-table.js";

/** What the database says of the thumbnail of one image row, anybody's. */
interface ThumbnailRow {
  readonly rowId: number;
  /** Null when the estate does not own the row. */
  readonly address: Address | null;
  /** True when we made it for the bytes that are declared now. */
  readonly made: boolean;
  /** thumbnail_path as it is. */
  readonly path: string | null;
}

/** The thumbnails of all image rows, ascending by row id; null when the database is absent or empty. */
export async function listThumbnailRows(
  handle: DatabaseHandle,
  estate: string,
): Promise<readonly ThumbnailRow[] | null> {
  if (handle.isAbsent) return null;
  return readTransaction(handle, async (session) => {
    const columns = readColumns(session);
    if (!columns.has("images")) return null;
    const migrated = readApplied(session).size > 0;
    const [address, join, values] = joinOwner({ session, columns, estate, migrated }, "image");
    const made = migrated
      ? `EXISTS (SELECT 1 FROM sync_thumbnails t WHERE t.image_id = x.id AND t.guard = x.filename
          AND t.state = 'made' AND t.sha256 = o.sha256)`
      : "FALSE";
    const rows = session.all(
      `SELECT x.id, ${address}, ${made}, x.thumbnail_path FROM images x ${join} ORDER BY x.id`,
      ...values,
    );
    return rows.map(([id, owner, isMade, path]) => ({
      rowId: Number(id),
      address: owner as string | null,
      made: isMade === 1,
      path: path === null ? null : String(path),
    }));
  });
}

/** Forgets that the thumbnails of these rows were made, so that they wait to be made again. */
export function forgetThumbnails(
  handle: DatabaseHandle,
  estate: string,
  rowIds: readonly number[],
): Promise<void> {
  return writeTransaction(handle, async (session) => {
    for (const rowId of rowIds)
      session.run(
        "DELETE FROM sync_thumbnails WHERE image_id = ? AND estate = ? AND state = 'made'",
        rowId,
        estate,
      );
  });
}
