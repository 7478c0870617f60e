import type { Database } from "better-sqlite3";
import createKnex, { type Knex } from "knex";
import type { OpenDatabase, OpenOptions } from "../../connection/open-options.js";
import { withSession } from "./session.js";
import { DEFAULT_BUSY_TIMEOUT_MS, settleConnection } from "./settle.js";

/** Opens a file for writing. Throws the driver's errors. */
export async function openKnex(file: string, options: OpenOptions): Promise<OpenDatabase> {
  const knex = createKnex({
    client: "better-sqlite3",
    connection: { filename: file } as Knex.Sqlite3ConnectionConfig,
    useNullAsDefault: true,
    // It would print to stdout what it throws as well.
    log: { warn: () => {} },
    pool: { min: 1, max: 1, afterCreate: settler(options) },
  });
  try {
    await knex.raw("SELECT count(*) FROM sqlite_master");
  } catch (error) {
    await knex.destroy();
    throw error;
  }
  return {
    writer: knex,
    isCopy: false,
    transact: (work) => knex.transaction(async (trx) => withSession(await connectionOf(trx), work)),
    build: (work) =>
      knex.transaction(async (trx) => withSession(await connectionOf(trx), (session) => work(trx, session))),
    limitWait: async (statementMs, work) => {
      await knex.raw(`PRAGMA busy_timeout = ${statementMs}`);
      try {
        return await work();
      } finally {
        await knex.raw(`PRAGMA busy_timeout = ${DEFAULT_BUSY_TIMEOUT_MS}`);
      }
    },
    close: () => knex.destroy(),
  };
}

async function connectionOf(trx: Knex.Transaction): Promise<Database> {
  return (await trx.client.acquireConnection()) as Database;
}

function settler(options: OpenOptions) {
  return (connection: Database, done: (error: Error | null, connection: Database) => void): void => {
    try {
      settleConnection(connection, options);
      done(null, connection);
    } catch (error) {
      done(error as Error, connection);
    }
  };
}
