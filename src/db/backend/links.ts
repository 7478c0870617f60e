import type { Address } from "../../model/address.js";
import type { Session } from "../connection/session.js";
import { guardOf } from "./columns.js";

/** What we write into created_by and added_by; rows that carry it are ours to delete. */
export const SYNC_WRITER = "album-sync";

/** Row ids of the albums that an estate owns or released, with their addresses: links to a released one are still ours. */
export function readKnownAlbums(session: Session, estate: string): ReadonlyMap<number, Address> {
  const rows = session.all(
    `SELECT x.id, o.address FROM sync_objects o JOIN albums x ON x.id = o.row_id AND ${guardOf("album", "x")} = o.guard
      WHERE o.estate = ? AND o.kind = 'album'`,
    estate,
  );
  return new Map(rows.map(([id, address]) => [Number(id), String(address)]));
}

/**
 * SQL that joins `m` (album_images) with the image objects of one estate, released ones included, as `i`; its one value
 * is the estate. Objects whose row is another by now do not join.
 */
export const JOIN_KNOWN_IMAGES = `LEFT JOIN images y ON y.id = m.image_id
  LEFT JOIN sync_objects i ON i.kind = 'image' AND i.row_id = m.image_id AND i.guard = y.filename
    AND i.estate = ?`;
