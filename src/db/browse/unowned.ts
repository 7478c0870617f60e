import { guardOf, kindsIn } from "../backend/columns.js";
import { entryIdOf } from "../backend/entry-id.js";
import { profileOf } from "../backend/profile.js";
import type { BrowsedDatabase } from "./reader.js";

/** Rows that no estate owns. */
export interface UnownedRows {
  /** Ids of albums and set templates, ascending. */
  readonly albums: readonly number[];
  /** Row ids of images, the newest first, at most as many as were asked for. */
  readonly images: readonly number[];
  readonly totalImages: number;
}

/** Finds what nobody owns; `limit`: how many images are listed. */
export function listUnowned({ session, migrated }: BrowsedDatabase, limit: number): UnownedRows {
  const isFree = (kinds: string, guard: string): string =>
    migrated
      ? `NOT EXISTS (SELECT 1 FROM sync_objects o WHERE o.row_id = x.id AND o.kind IN ${kinds}
          AND o.state = 'owned' AND o.guard = ${guard})`
      : "1 = 1";
  const profile = profileOf(session);
  const tables = new Set([profile.kinds.album.table, profile.kinds["set-template"].table]);
  const albums = [...tables].flatMap((table) =>
    session
      .all(
        `SELECT x.id FROM ${table} x WHERE ${isFree(kindsIn(profile, table), guardOf("album", "x"))} ORDER BY x.id`,
      )
      .map(([id]) => entryIdOf(table, Number(id))),
  );
  const image = `FROM images x WHERE ${isFree("('image')", guardOf("image", "x"))}`;
  const images = session.all(`SELECT x.id ${image} ORDER BY x.id DESC LIMIT ?`, limit);
  const total = session.get(`SELECT count(*) ${image}`)?.[0];
  return {
    albums,
    images: images.map(([id]) => Number(id)),
    totalImages: Number(total),
  };
}

const MOST_SHOWN = 4;

/** How many images an album shows, with the first of them. */
export function countMembers(
  { session }: BrowsedDatabase,
  album: number,
): { readonly images: number; readonly shown: readonly number[] } {
  const first = session.all(
    `SELECT image_id FROM album_images WHERE album_id = CAST(? AS BIGINT) ORDER BY id LIMIT ${MOST_SHOWN}`,
    album,
  );
  const total = session.get(
    "SELECT count(*) FROM album_images WHERE album_id = CAST(? AS BIGINT)",
    album,
  )?.[0];
  return { images: Number(total), shown: first.map(([id]) => Number(id)) };
}
