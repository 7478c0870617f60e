declare module "knex/lib/dialects/postgres/index.js" {
  import type { Knex } from "knex";

  /** The client that Knex has for PostgreSQL. */
  const PostgresClient: typeof Knex.Client;
  export default PostgresClient;
}
