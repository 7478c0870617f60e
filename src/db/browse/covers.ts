import type { BrowsedDatabase } from "./reader.js";

/** The first image of each album that has any, by row ids. */
export function listCovers({ session }: BrowsedDatabase): ReadonlyMap<number, number> {
  // With min() alone SQLite takes the other columns from the row that has it: sqlite.org/lang_select.html#bareagg
  const rows = session.all(
    "SELECT m.album_id, m.image_id, min(m.id) FROM album_images m GROUP BY m.album_id",
  );
  return new Map(rows.map(([album, image]) => [Number(album), Number(image)]));
}
