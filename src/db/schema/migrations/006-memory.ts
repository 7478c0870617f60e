import type { Knex } from "knex";
import type { Dialect } from "../../connection/session.js";
import type { Migration } from "./migration.js";

/** What spares later plans work: the manifests that were applied, what they refer to, and the rows that others changed. */
export const memory: Migration = {
  number: 6,
  name: "006-memory",
  async run(trx, { session }) {
    for (const sql of baselineStatements(session.dialect)) await trx.raw(sql);
    await indexObjects(trx);
    session.dialect.tracking.install(session);
  },
};

/** Makes the tables of what later plans need not read again. */
export const baselineStatements = ({ tracking }: Dialect): readonly string[] => [
  `CREATE TABLE sync_manifests (estate VARCHAR(255) NOT NULL, file VARCHAR(1000) NOT NULL, sha256 VARCHAR(64) NOT NULL,
    used TEXT NOT NULL, digest VARCHAR(64) NOT NULL, shape VARCHAR(64) NOT NULL, longest INTEGER NOT NULL,
    thumbnails VARCHAR(255), PRIMARY KEY (estate, file))`,
  `CREATE TABLE sync_refs (estate VARCHAR(255) NOT NULL, file VARCHAR(1000) NOT NULL, role VARCHAR(20) NOT NULL,
    key VARCHAR(2000) NOT NULL, address VARCHAR(2000) NOT NULL)`,
  "CREATE INDEX sync_refs_key ON sync_refs (estate, role, key)",
  "CREATE INDEX sync_refs_file ON sync_refs (estate, file)",
  tracking.markTable,
  "CREATE INDEX sync_dirty_row ON sync_dirty (table_name, row_id)",
  `CREATE TABLE sync_watch (table_name VARCHAR(20) NOT NULL PRIMARY KEY, row_count INTEGER NOT NULL,
    max_id INTEGER NOT NULL, definition TEXT NOT NULL)`,
];

/** The indexes by which a part of the objects is found without reading them all. */
async function indexObjects(trx: Knex.Transaction): Promise<void> {
  await trx.raw("CREATE INDEX sync_objects_manifest ON sync_objects (estate, manifest, state)");
  await trx.raw("CREATE INDEX sync_objects_apart ON sync_objects (estate, address) WHERE state <> 'owned'");
  await trx.raw(
    "CREATE INDEX sync_objects_bytes ON sync_objects (substr(sha256, 1, 16)) WHERE sha256 IS NOT NULL",
  );
}
