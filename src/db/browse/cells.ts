import type { BrowsedDatabase } from "./reader.js";

/** An image that shows an item of its album's set. */
export interface ShownItem {
  readonly album: number;
  readonly image: number;
  readonly item: string;
  readonly isPublic: boolean;
}

/** The images of these albums that show an item, in the order of each album. */
export function listShownItems(
  { session, estate, migrated }: BrowsedDatabase,
  albums: readonly number[],
): readonly ShownItem[] {
  if (!migrated || albums.length === 0) return [];
  const rows = session.all(
    `SELECT m.album_id, x.id, json_extract(o.fields, '$.item'), x.is_public
      FROM album_images m CROSS JOIN images x ON x.id = m.image_id
      JOIN sync_objects o ON o.kind = 'image' AND o.row_id = x.id AND o.guard = x.filename
        AND +o.estate = ? AND o.state = 'owned'
      WHERE m.album_id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))
        AND json_extract(o.fields, '$.item') IS NOT NULL ORDER BY m.id`,
    estate,
    JSON.stringify(albums),
  );
  return rows.map(([album, image, item, isPublic]) => ({
    album: Number(album),
    image: Number(image),
    item: String(item),
    isPublic: isPublic === 1,
  }));
}
