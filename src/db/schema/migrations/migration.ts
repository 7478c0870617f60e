import type { Knex } from "knex";
import type { ProfileName } from "../../backend/backend-columns.js";
import type { Session } from "../../connection/session.js";

/** What migrations get from outside. */
interface MigrationContext {
  /** A random id: becomes the identity of the database. */
  readonly newId: () => string;
  /** On the connection of the transaction. */
  readonly session: Session;
}

/** One numbered step of the schema. It looks at what is there, so that it fits every generation. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  /** The profile whose databases it is for; left out: all. */
  readonly only?: ProfileName;
  run(trx: Knex.Transaction, context: MigrationContext): Promise<void>;
}
