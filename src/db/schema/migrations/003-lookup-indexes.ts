import type { Migration } from "./migration.js";

const INDEXES: readonly (readonly [name: string, table: string, column: string])[] = [
  ["sync_images_file_path", "images", "file_path"],
  ["sync_labels_image_id", "labels", "image_id"],
  ["sync_album_images_album_id", "album_images", "album_id"],
  ["sync_album_images_image_id", "album_images", "image_id"],
];

/** Indexes on what the backend and we look rows up by; its tables have none but their keys. */
export const lookupIndexes: Migration = {
  number: 3,
  name: "003-lookup-indexes",
  async run(trx) {
    for (const [name, table, column] of INDEXES)
      await trx.raw("CREATE INDEX IF NOT EXISTS ?? ON ?? (??)", [name, table, column]);
  },
};
