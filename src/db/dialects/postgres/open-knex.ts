import createKnex, { type Client, type Knex } from "knex";
import PostgresClient from "knex/lib/dialects/postgres/index.js";
import type { OpenDatabase } from "../../connection/open-options.js";
import type { Cell, Session } from "../../connection/session.js";
import type { ServerConnection } from "./connection.js";
import type { Result } from "./protocol.js";
import { openSession } from "./session.js";

/** Knex on a connection that is open already, for transactions that write and for migrations. */
export function openKnex(connection: ServerConnection): OpenDatabase {
  const knex = createKnex({
    client: clientOn(connection),
    connection: {},
    // It would print to stdout what it throws as well.
    log: { warn: () => {} },
    pool: { min: 1, max: 1 },
  });
  const build = <T>(work: (trx: Knex.Transaction, session: Session) => Promise<T>): Promise<T> =>
    knex.transaction(async (trx) => {
      const { session, settle } = openSession(connection);
      const result = await work(trx, session);
      settle();
      return result;
    });
  return {
    writer: knex,
    isCopy: false,
    transact: (work) => build((_trx, session) => work(session)),
    build,
    limitWait: async (statementMs, work) => {
      connection.query(`SET lock_timeout = ${Math.max(1, statementMs)}`);
      try {
        return await work();
      } finally {
        connection.query("SET lock_timeout = 0");
      }
    },
    close: async () => {
      await knex.destroy();
      await connection.close();
    },
  };
}

interface Query {
  readonly sql: string;
  readonly bindings?: readonly Cell[];
  response?: unknown;
}

/** Knex's words of PostgreSQL, with one connection that this program opens and closes itself. */
function clientOn(connection: ServerConnection): typeof Client {
  class ServerClient extends PostgresClient {
    _driver(): object {
      return {};
    }

    override async acquireRawConnection(): Promise<object> {
      // The pool writes its marks on what it gets.
      return {};
    }

    override async destroyRawConnection(): Promise<void> {}

    async _query(_connection: object, query: Query): Promise<Query> {
      query.response = describeResult(connection.query(query.sql, query.bindings));
      return query;
    }
  }
  return ServerClient as unknown as typeof Client;
}

/** A result as the driver that Knex expects gives it. */
function describeResult({ rows, count, command, columns }: Result) {
  return {
    command,
    rowCount: count,
    fields: columns.map((name) => ({ name })),
    rows: rows.map((cells) => Object.fromEntries(columns.map((name, index) => [name, cells[index]]))),
  };
}
