import fc from "fast-check";
import type { LawDatabase } from "./law-database.js";

/** Something that the backend or a person does to the shared database. `pick` chooses among the rows that are there. */
export interface ForeignWrite {
  readonly what: keyof typeof WRITES;
  readonly pick: number;
}

const STAMP = "2026-03-04 05:06:07.000000";

const WRITES = {
  upload: (database: LawDatabase, pick: number) => insertUpload(database, `upload_${pick}.png`),
  uploadIntoGap: (database: LawDatabase, pick: number) => {
    deleteImage(database, pick);
    insertUpload(database, `upload_${pick}.png`);
  },
  deleteImage: (database: LawDatabase, pick: number) => deleteImage(database, pick),
  deleteAlbum: (database: LawDatabase, pick: number) => {
    const [table, id] = pickAlbum(database, pick);
    if (id === undefined) return;
    if (table === "albums") database.sql("DELETE FROM album_images WHERE album_id = ?", id);
    database.sql(`DELETE FROM ${table} WHERE id = ?`, id);
  },
  editPrompt: (database: LawDatabase, pick: number) =>
    editRow(database, "images", "prompt = 'scribbled over'", pick),
  markNsfw: (database: LawDatabase, pick: number) => editRow(database, "images", "is_nsfw = TRUE", pick),
  editAlbum: (database: LawDatabase, pick: number) => {
    const [table, id] = pickAlbum(database, pick);
    const edits =
      table === "albums" ? "description = 'edited', is_public = NOT is_public" : "name = 'edited'";
    if (id !== undefined) database.sql(`UPDATE ${table} SET ${edits} WHERE id = ?`, id);
  },
  touch: (database: LawDatabase, pick: number) =>
    editRow(database, "images", `updated_at = '${STAMP}'`, pick),
  label: (database: LawDatabase, pick: number) => {
    const id = pickId(database, "images", pick);
    if (id === undefined) return;
    database.sql(
      "INSERT INTO labels (image_id, label_text, label_type, created_by, created_at) VALUES (?, ?, 'tag', 'ana', ?)",
      id,
      ["x", "y", "portrait"][pick % 3] as string,
      STAMP,
    );
  },
  dropLabel: (database: LawDatabase, pick: number) => {
    const id = pickId(database, "labels", pick);
    if (id !== undefined) database.sql("DELETE FROM labels WHERE id = ?", id);
  },
  link: (database: LawDatabase, pick: number) => {
    const album = pickId(database, "albums", pick);
    const image = pickId(database, "images", pick >> 2);
    if (album === undefined || image === undefined) return;
    database.sql(
      "INSERT INTO album_images (album_id, image_id, sort_order, added_by, created_at) VALUES (?, ?, 9, 'ana', ?) ON CONFLICT DO NOTHING",
      album,
      image,
      STAMP,
    );
  },
  dropLink: (database: LawDatabase, pick: number) => {
    const id = pickId(database, "album_images", pick);
    if (id !== undefined) database.sql("DELETE FROM album_images WHERE id = ?", id);
  },
};

export const foreignWrites: fc.Arbitrary<readonly ForeignWrite[]> = fc.array(
  fc.record({
    what: fc.constantFrom(...(Object.keys(WRITES) as (keyof typeof WRITES)[])),
    pick: fc.nat(63),
  }),
  { maxLength: 5 },
);

export function carryOut(database: LawDatabase, writes: readonly ForeignWrite[]): void {
  for (const { what, pick } of writes) WRITES[what](database, pick);
}

const OWNED = "SELECT row_id FROM sync_objects WHERE state = 'owned' AND kind IN";

/** Rows of others: of images and albums those that no record names with their guard. */
export function foreignRows(database: LawDatabase) {
  return {
    images: database.rows(
      `SELECT * FROM images i WHERE NOT EXISTS (SELECT 1 FROM sync_objects o WHERE o.kind = 'image'
        AND o.row_id = i.id AND o.guard = i.filename) ORDER BY id`,
    ),
    albums: database.albumTables.map((table, index) => {
      const kinds =
        database.albumTables.length === 1 ? "'album', 'set-template'" : ["'album'", "'set-template'"][index];
      return database.rows(
        `SELECT * FROM ${table} a WHERE a.id NOT IN (${OWNED} (${kinds})) AND a.created_by IS DISTINCT FROM 'album-sync' ORDER BY id`,
      );
    }),
    labels: database.rows("SELECT * FROM labels WHERE created_by IS DISTINCT FROM 'album-sync' ORDER BY id"),
    links: database.rows(
      "SELECT * FROM album_images WHERE added_by IS DISTINCT FROM 'album-sync' ORDER BY id",
    ),
  };
}

function insertUpload(database: LawDatabase, name: string): void {
  database.sql(
    `INSERT INTO images (filename, file_path, prompt, is_nsfw, is_public, created_at, updated_at)
      VALUES (?, ?, 'uploaded', FALSE, TRUE, ?, ?) ON CONFLICT DO NOTHING`,
    name,
    `/srv/uploads/${name}`,
    STAMP,
    STAMP,
  );
}

function deleteImage(database: LawDatabase, pick: number): void {
  const id = pickId(database, "images", pick);
  if (id === undefined) return;
  database.sql("DELETE FROM labels WHERE image_id = ?", id);
  database.sql("DELETE FROM album_images WHERE image_id = ?", id);
  database.sql("DELETE FROM images WHERE id = ?", id);
}

function editRow(database: LawDatabase, table: string, assignment: string, pick: number): void {
  const id = pickId(database, table, pick);
  if (id !== undefined) database.sql(`UPDATE ${table} SET ${assignment} WHERE id = ?`, id);
}

/** A row of an album or set template, and its table. */
function pickAlbum(database: LawDatabase, pick: number): readonly [table: string, id: number | undefined] {
  const { albumTables } = database;
  const table = albumTables[pick % albumTables.length] as string;
  return [table, pickId(database, table, pick)];
}

function pickId(database: LawDatabase, table: string, pick: number): number | undefined {
  const ids = database.rows(`SELECT id FROM ${table} ORDER BY id DESC`).map(({ id }) => Number(id));
  return ids[pick % Math.max(1, ids.length)];
}
