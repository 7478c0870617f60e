import type { BrowsedDatabase } from "./reader.js";

/** The first image of each album that has any, by row ids. */
export function listCovers({ session }: BrowsedDatabase): ReadonlyMap<number, number> {
  const rows = session.all(
    `SELECT m.album_id, m.image_id FROM (SELECT min(f.id) AS id FROM album_images f GROUP BY f.album_id) c
      CROSS JOIN album_images m ON m.id = c.id`,
  );
  return new Map(rows.map(([album, image]) => [Number(album), Number(image)]));
}
