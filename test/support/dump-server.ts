import { ask } from "./ask-server.js";

const WITHOUT: { readonly [table: string]: readonly string[] } = {
  albums: ["id", "updated_at", "created_at"],
  images: ["id", "updated_at", "created_at", "thumbnail_path"],
  labels: ["id", "image_id", "created_at"],
  album_images: ["id", "image_id", "album_id", "created_at"],
  sync_objects: ["row_id", "run", "guard"],
  sync_thumbnails: ["image_id", "recorded_at", "claimed_until"],
  sync_manifests: [],
  sync_refs: [],
};

/** What the tables of a database on a server say, without ids and times. */
export async function dumpServer(url: string): Promise<unknown> {
  const tables: Record<string, unknown> = {};
  for (const [table, without] of Object.entries(WITHOUT)) {
    const rows = await ask(url, `SELECT * FROM ${table}`);
    tables[table] = rows
      .map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !without.includes(column))))
      .sort();
  }
  return tables;
}
