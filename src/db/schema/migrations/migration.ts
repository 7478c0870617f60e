import type { Database } from "better-sqlite3";
import type { Knex } from "knex";
import { openSession, type Session } from "../../connection/session.js";

/** What migrations get from outside. */
interface MigrationContext {
  /** A random id: becomes the identity of the database. */
  readonly newId: () => string;
}

/** One numbered step of the schema. It looks at what is there, so that it fits every generation. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  run(trx: Knex.Transaction, context: MigrationContext): Promise<void>;
}

/** Runs `work` with prepared statements on the connection of a migration's transaction. */
export async function withSession(trx: Knex.Transaction, work: (session: Session) => void): Promise<void> {
  const { session, close } = openSession((await trx.client.acquireConnection()) as Database);
  try {
    work(session);
  } finally {
    close();
  }
}
