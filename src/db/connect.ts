import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import createKnex, { type Knex } from "knex";
import { keepStatements } from "./native-objects.js";
import { DatabaseProblem, explainDriverError } from "./problem.js";
import { openSession, type Session } from "./session.js";
import { fileOf, redactUrl } from "./url.js";

/** `read`: nothing is written, no file is made. `write`: the database must exist. `create`: it is made if absent. */
export type OpenMode = "read" | "write" | "create";

export interface OpenOptions {
  readonly mode: OpenMode;
  /** How long a statement waits for another writer; 5 seconds by default. */
  readonly busyTimeoutMs?: number;
}

/** An open database. One connection: work that is under way keeps others waiting, so never nest two. */
export interface DatabaseHandle {
  /** Fit to be printed. */
  readonly url: string;
  readonly file: string;
  readonly mode: OpenMode;
  /** Null when the database is absent and was opened for reading. */
  readonly knex: Knex | null;
  close(): Promise<void>;
}

/** Opens `sqlite:<path>`. Throws {@link DatabaseProblem} when that can't be done. */
export async function openDatabase(url: string, options: OpenOptions): Promise<DatabaseHandle> {
  const file = fileOf(url);
  const { mode } = options;
  const name = redactUrl(url);
  if (!existsSync(file)) {
    if (mode === "read") return { url: name, file, mode, knex: null, close: async () => {} };
    if (mode === "write")
      throw new DatabaseProblem(
        "database-missing",
        `${name} does not exist`,
        "Run sync apply, which creates it, or correct the path.",
      );
    mkdirSync(dirname(file), { recursive: true });
  }
  const knex = createKnex({
    client: "better-sqlite3",
    connection: { filename: file, options: { readonly: mode === "read" } } as Knex.Sqlite3ConnectionConfig,
    useNullAsDefault: true,
    pool: { min: 1, max: 1, afterCreate: settler(options) },
  });
  const handle: DatabaseHandle = { url: name, file, mode, knex, close: () => knex.destroy() };
  try {
    await knex.raw("SELECT count(*) FROM sqlite_master");
    return handle;
  } catch (error) {
    await knex.destroy();
    throw explainDriverError(error, name);
  }
}

/** Runs `work` in one transaction that sees one state of the database, which must be there, and writes nothing. */
export function readTransaction<T>(
  handle: DatabaseHandle,
  work: (session: Session, trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  return inTransaction(handle, work);
}

/**
 * Runs `work` in one transaction that holds the write lock from its first statement on: a transaction that reads first
 * fails as soon as anybody else commits. `writeFirst` is that statement. Throws {@link DatabaseProblem} when the database was not migrated.
 */
export function writeTransaction<T>(
  handle: DatabaseHandle,
  work: (session: Session, trx: Knex.Transaction) => Promise<T>,
  writeFirst: (session: Session) => void = lockForWriting,
): Promise<T> {
  return inTransaction(handle, (session, trx) => {
    writeFirst(session);
    return work(session, trx);
  });
}

function lockForWriting(session: Session): void {
  try {
    session.run("UPDATE sync_meta SET value = value WHERE name = ''");
  } catch (error) {
    if (!/no such table/.test(String(error))) throw error;
    throw new DatabaseProblem(
      "database-unmigrated",
      "The database has no tables of ours yet",
      "Run sync db migrate.",
      { cause: error },
    );
  }
}

async function inTransaction<T>(
  { knex, url }: DatabaseHandle,
  work: (session: Session, trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  if (knex === null) throw new Error("There is no database: it was opened for reading and is absent.");
  try {
    return await knex.transaction(async (trx) => {
      const { session, close } = await openSession(trx);
      try {
        return await work(session, trx);
      } finally {
        close();
      }
    });
  } catch (error) {
    throw explainDriverError(error, url);
  }
}

function settler({ mode, busyTimeoutMs = 5000 }: OpenOptions) {
  return (connection: Database, done: (error: Error | null, connection: Database) => void): void => {
    try {
      keepStatements(connection);
      connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      // The backend does not enforce them, and its rows don't always hold them.
      connection.exec("PRAGMA foreign_keys = OFF");
      if (mode !== "read") {
        connection.exec("PRAGMA journal_mode = WAL");
        connection.exec("PRAGMA synchronous = FULL");
      }
      done(null, connection);
    } catch (error) {
      done(error as Error, connection);
    }
  };
}
