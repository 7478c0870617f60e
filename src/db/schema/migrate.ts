import { existsSync, rmSync } from "node:fs";
import type { Knex } from "knex";
import { flush } from "../../files/flush.js";
import { formatTime, stampOf } from "../../model/time.js";
import type { DatabaseHandle } from "../connection/connect.js";
import { explainDriverError } from "../connection/problem.js";
import type { Session } from "../connection/session.js";
import { waitForWriters } from "../connection/writer-wait.js";
import { backUpFile } from "../dialects/sqlite/backup.js";
import { listPending } from "./migrations/index.js";
import type { Migration } from "./migrations/migration.js";
import { checkSchemaIn } from "./schema.js";
import { readState } from "./state.js";

interface MigrateOptions {
  readonly clock: () => Date;
  /** A random id, which becomes the identity of a database that has none. */
  readonly newId: () => string;
  /** Where the copy of an existing database goes; beside it, named by the time, when left out. */
  readonly backupPath?: string;
  /** The copy, when {@link copyBeforeMigration} made it before. */
  readonly backup?: string;
}

export interface MigrateResult {
  /** Names of the migrations that ran, in order. */
  readonly applied: readonly string[];
  /** The copy that was made before; null when nothing ran or nothing was there. */
  readonly backup: string | null;
}

/** Brings a database to the newest schema, all or nothing. A file with rows of the backend is copied first. */
export async function migrate(handle: DatabaseHandle, options: MigrateOptions): Promise<MigrateResult> {
  const { writer: knex } = handle;
  if (knex === null) throw new Error("The database was opened for reading.");
  const state = await readState(handle, "migratable");
  if (state.pending.length === 0) return { applied: [], backup: null };
  try {
    const isEmpty = state.generation === "empty";
    const isCopied = !isEmpty && handle.file !== "";
    const backup = options.backup ?? (isCopied ? await copyBeforeMigration(handle, options) : null);
    const explain = (error: unknown): never => {
      throw explainDriverError(error, handle.url);
    };
    const inPatience = <T>(work: () => Promise<T>) =>
      waitForWriters(handle, (statementMs) => handle.limitWait(statementMs, work).catch(explain));
    await inPatience(() => createLedger(knex));
    const applied = await inPatience(() => handle.build((trx, session) => runPending(trx, session, options)));
    return { applied, backup };
  } catch (error) {
    throw explainDriverError(error, handle.url);
  }
}

/** Brings the tables of an open transaction to the newest schema. */
export async function migrateWithin(
  trx: Knex.Transaction,
  session: Session,
  options: Pick<MigrateOptions, "clock" | "newId">,
): Promise<void> {
  await createLedger(trx);
  await runPending(trx, session, options);
}

/** Copies a database file as it is now, onto the disk; gives the copy. */
export async function copyBeforeMigration(
  { file, url }: DatabaseHandle,
  options: Pick<MigrateOptions, "clock" | "backupPath">,
): Promise<string> {
  const copy = options.backupPath ?? `${file}.before-migration-${stampOf(options.clock())}`;
  // A copy that already is there is not ours to remove.
  const isNew = !existsSync(copy);
  try {
    backUpFile(file, copy, url);
    await flush(copy);
  } catch (error) {
    if (isNew) rmSync(copy, { force: true });
    throw error;
  }
  return copy;
}

async function createLedger(knex: Knex): Promise<void> {
  if (await knex.schema.hasTable("sync_migrations")) return;
  await knex.raw(
    "CREATE TABLE IF NOT EXISTS sync_migrations " +
      "(number INTEGER NOT NULL PRIMARY KEY, name VARCHAR(64) NOT NULL, applied_at VARCHAR(26) NOT NULL)",
  );
}

async function runPending(
  trx: Knex.Transaction,
  session: Session,
  options: Pick<MigrateOptions, "clock" | "newId">,
): Promise<readonly string[]> {
  // Takes the write lock before anything is read, so that two who migrate at once don't both see work.
  await trx("sync_migrations").where("number", "<", 0).delete();
  const { applied, profile } = checkSchemaIn(session, "migratable");
  const pending = listPending(profile, applied);
  for (const migration of pending) await runOne(trx, session, migration, options);
  session.dialect.settleTables(session);
  checkSchemaIn(session);
  return pending.map(({ name }) => name);
}

async function runOne(
  trx: Knex.Transaction,
  session: Session,
  migration: Migration,
  options: Pick<MigrateOptions, "clock" | "newId">,
): Promise<void> {
  await migration.run(trx, { newId: options.newId, session });
  await trx("sync_migrations").insert({
    number: migration.number,
    name: migration.name,
    applied_at: formatTime(options.clock()),
  });
}
