import type { Knex } from "knex";
import type { DatabaseState } from "../model/observed.js";
import { type DatabaseHandle, readTransaction } from "./connect.js";
import { detectGeneration, readColumns } from "./generation.js";
import { MIGRATIONS } from "./migrations/index.js";
import { DatabaseProblem } from "./problem.js";

const ABSENT: DatabaseState = {
  id: "none",
  schemaVersion: 0,
  generation: "empty",
  pending: MIGRATIONS.map(({ name }) => name),
  servedFrom: null,
};

/**
 * Identity and schema of a database, of an absent one too. Throws {@link DatabaseProblem} when the backend can't have
 * made it, or when a newer version of this program migrated it.
 */
export async function readState(handle: DatabaseHandle): Promise<DatabaseState> {
  if (handle.knex === null) return ABSENT;
  return readTransaction(handle, (_session, trx) => readStateIn(trx));
}

/** The same within a transaction. */
export async function readStateIn(trx: Knex): Promise<DatabaseState> {
  const generation = detectGeneration(await readColumns(trx));
  const applied = await readApplied(trx);
  const newest = Math.max(0, ...applied);
  const known = Math.max(...MIGRATIONS.map(({ number }) => number));
  if (newest > known)
    throw new DatabaseProblem(
      "database-newer",
      `The database has schema version ${newest}; this program knows versions up to ${known}`,
      "Use a newer version of album-sync.",
    );
  const meta = await readMeta(trx);
  return {
    id: meta.get("database_id") ?? "none",
    schemaVersion: newest,
    generation,
    pending: MIGRATIONS.filter(({ number }) => !applied.has(number)).map(({ name }) => name),
    servedFrom: meta.get("served_from") ?? null,
  };
}

/** Numbers of the migrations that have run. */
export async function readApplied(trx: Knex): Promise<ReadonlySet<number>> {
  if (!(await trx.schema.hasTable("sync_migrations"))) return new Set();
  return new Set(await trx("sync_migrations").pluck("number"));
}

async function readMeta(trx: Knex): Promise<ReadonlyMap<string, string>> {
  if (!(await trx.schema.hasTable("sync_meta"))) return new Map();
  const rows: { name: string; value: string }[] = await trx("sync_meta").select("name", "value");
  return new Map(rows.map(({ name, value }) => [name, value]));
}
