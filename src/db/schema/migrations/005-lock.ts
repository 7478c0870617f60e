import type { Knex } from "knex";
import type { Migration } from "./migration.js";

/** The lease that one writer at a time holds; see src/db/queue/lease.ts. */
export const lock: Migration = {
  number: 5,
  name: "005-lock",
  run: (trx) => createLockTable(trx),
};

/** Makes the table of the lease unless it is there: migrations run under a lease too. */
export async function createLockTable(knex: Knex): Promise<void> {
  await knex.raw(
    "CREATE TABLE IF NOT EXISTS sync_lock (slot INTEGER NOT NULL PRIMARY KEY, id VARCHAR(64) NOT NULL, " +
      "who VARCHAR(255) NOT NULL, host VARCHAR(255) NOT NULL, operation VARCHAR(255) NOT NULL, " +
      "since VARCHAR(26) NOT NULL, expires VARCHAR(26) NOT NULL)",
  );
}
