import type { Address, Kind } from "../../model/address.js";
import { isJsonObject, type JsonObject } from "../../model/json.js";
import type { ObservedRow } from "../../model/observed.js";
import { parseJson } from "../backend/decode.js";
import { readObservedRows } from "../backend/observed-rows.js";
import { seedOf } from "../backend/wide-seeds.js";
import type { Cell } from "../connection/session.js";
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
      WHERE l.image_id IN (SELECT m.image_id FROM album_images m WHERE m.album_id = CAST(? AS BIGINT))
      GROUP BY l.label_text ORDER BY images DESC, l.label_text COLLATE BINARY`,
    album,
  );
  return rows.map(([text, images]) => ({ text: String(text), images: Number(images) }));
}

/** The fields that are recorded as declared of an owned object, ascending; none of another one. */
export function listDeclaredFields(database: BrowsedDatabase, address: Address): readonly string[] {
  return Object.keys(readDeclared(database, "address = ?", address)).sort();
}

/** The row of this id, decoded, with labels and links; undefined when there is none. A seed without room there is the declared. */
export function readShownRow(database: BrowsedDatabase, kind: Kind, id: number): ObservedRow | undefined {
  const row = readObservedRows(database, kind, [id]).get(id);
  const { dialect } = database.session;
  if (row === undefined || kind !== "image" || dialect.keepsBigSeeds || row.fields.seed !== null) return row;
  const owner =
    "kind = 'image' AND row_id = ? AND guard = (SELECT x.filename FROM images x WHERE x.id = row_id)";
  const seed = seedOf(dialect, kind, row.fields, readDeclared(database, owner, id)) ?? null;
  return { ...row, fields: { ...row.fields, seed } };
}

function readDeclared({ session, estate, migrated }: BrowsedDatabase, isIt: string, value: Cell): JsonObject {
  if (!migrated) return {};
  const sql = `SELECT fields FROM sync_objects WHERE estate = ? AND state = 'owned' AND ${isIt}`;
  const [text] = session.get(sql, estate, value) ?? [];
  const fields = typeof text === "string" ? parseJson(text) : undefined;
  return isJsonObject(fields) ? fields : {};
}
