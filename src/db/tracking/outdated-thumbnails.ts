import type { ThumbnailRemoval } from "../../apply/ports.js";
import { formatAddress } from "../../model/address.js";
import type { OutdatedThumbnail } from "../../model/observed.js";
import type { Session } from "../connection/session.js";

/** No row has the id of this record, or another image has it by now. */
const IS_OUTDATED = "NOT EXISTS (SELECT 1 FROM images x WHERE x.id = image_id AND x.filename = guard)";

/** Marks the records of outdated thumbnails, so that they are found without looking at every record. */
export const RETIRE_OUTDATED = `UPDATE sync_thumbnails SET state = 'remove', claimed_until = NULL
  WHERE state NOT IN ('remove', 'kept') AND ${IS_OUTDATED}`;

/** Marks those of rows that others changed up to a mark, before that mark goes; of all rows when it is undefined. */
export function retireOutdated(session: Session, upTo?: number): void {
  if (upTo === undefined) session.run(RETIRE_OUTDATED);
  else
    session.run(
      `${RETIRE_OUTDATED}
        AND image_id IN (SELECT row_id FROM sync_dirty WHERE table_name = 'images' AND mark <= ?)`,
      upTo,
    );
}

/**
 * The thumbnails of an estate whose image no longer has the row that they were made for, by row id. `everywhere`: looks
 * at every record; otherwise at those of rows that others changed, and at those that are marked.
 */
export function findOutdated(
  session: Session,
  estate: string,
  everywhere: boolean,
): readonly OutdatedThumbnail[] {
  const among = everywhere
    ? ""
    : `AND t.image_id IN (SELECT row_id FROM sync_dirty WHERE table_name = 'images'
        UNION SELECT image_id FROM sync_thumbnails WHERE state = 'remove')`;
  const rows = session.all(
    `SELECT t.image_id, t.guard, o.address, x.filename FROM sync_thumbnails t
      LEFT JOIN images x ON x.id = t.image_id
      LEFT JOIN sync_objects o ON o.kind = 'image' AND o.row_id = t.image_id AND o.guard = t.guard
        AND o.estate = t.estate
      WHERE t.estate = ? AND t.state <> 'kept' AND x.filename IS DISTINCT FROM t.guard ${among} ORDER BY t.image_id`,
    estate,
  );
  return rows.map(([rowId, guard, address, takenBy]) => ({
    rowId: Number(rowId),
    // What is forgotten is known by its filename only.
    address: address === null ? formatAddress("image", String(guard)) : String(address),
    takenBy: takenBy === null ? null : String(takenBy),
  }));
}

/** The same with what tells whether the file is ours, and with those that could not be told before. */
export function listRemovals(session: Session, estate: string): readonly ThumbnailRemoval[] {
  const rows = session.all(
    `SELECT t.image_id, t.guard, x.filename, t.file_sha256,
        CASE WHEN t.error IS NULL AND t.recipe IS NOT NULL THEN t.recorded_at END
      FROM sync_thumbnails t LEFT JOIN images x ON x.id = t.image_id
      WHERE t.estate = ? AND x.filename IS DISTINCT FROM t.guard ORDER BY t.image_id`,
    estate,
  );
  return rows.map(([rowId, guard, takenBy, fileSha256, madeAt]) => ({
    rowId: Number(rowId),
    guard: String(guard),
    takenBy: takenBy === null ? null : String(takenBy),
    fileSha256: fileSha256 === null ? null : String(fileSha256),
    madeAt: madeAt === null ? null : String(madeAt),
  }));
}
