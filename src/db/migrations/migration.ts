import type { Knex } from "knex";

/** What migrations get from outside. */
export interface MigrationContext {
  /** A random id: becomes the identity of the database. */
  readonly newId: () => string;
}

/** One numbered step of the schema. It looks at what is there, so that it fits every generation. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  run(trx: Knex.Transaction, context: MigrationContext): Promise<void>;
}
