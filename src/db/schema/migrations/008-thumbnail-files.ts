import { RETIRE_OUTDATED } from "../../tracking/outdated-thumbnails.js";
import type { Migration } from "./migration.js";

/** What tells a thumbnail file of ours from one that the backend made: its digest. Finds files whose row was deleted. */
export const thumbnailFiles: Migration = {
  number: 8,
  name: "008-thumbnail-files",
  async run(trx) {
    await trx.schema.alterTable("sync_thumbnails", (table) => table.string("file_sha256", 64));
    await trx.raw("CREATE INDEX sync_thumbnails_remove ON sync_thumbnails (image_id) WHERE state = 'remove'");
    await trx.raw(RETIRE_OUTDATED);
  },
};
