import type { Address } from "../../model/address.js";
import { isJsonObject } from "../../model/json.js";
import { parseJson } from "../backend/decode.js";
import type { BrowsedDatabase } from "./reader.js";

/** A label with the number of images that carry it. */
export interface LabelCount {
  readonly text: string;
  readonly images: number;
}

/** How many images of an album carry each label, the most frequent first. */
export function countLabels({ session }: BrowsedDatabase, album: number): readonly LabelCount[] {
  const rows = session.all(
    `SELECT l.label_text, count(DISTINCT l.image_id) AS images FROM labels l
      WHERE l.image_id IN (SELECT m.image_id FROM album_images m WHERE m.album_id = ?)
      GROUP BY l.label_text ORDER BY images DESC, l.label_text`,
    album,
  );
  return rows.map(([text, images]) => ({ text: String(text), images: Number(images) }));
}

/** The fields that are recorded as declared of an owned object, ascending; none of another one. */
export function listDeclaredFields(
  { session, estate, migrated }: BrowsedDatabase,
  address: Address,
): readonly string[] {
  if (!migrated) return [];
  const row = session.get(
    "SELECT fields FROM sync_objects WHERE estate = ? AND address = ? AND state = 'owned'",
    estate,
    address,
  );
  const fields = typeof row?.[0] === "string" ? parseJson(row[0]) : undefined;
  return isJsonObject(fields) ? Object.keys(fields).sort() : [];
}
