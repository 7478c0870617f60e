import type { Database, Statement } from "better-sqlite3";
import type { Cell, Session } from "../../connection/session.js";
import { MultiRowInsert } from "./bulk-insert.js";
import { SQLITE } from "./dialect.js";
import { keepNative } from "./native-objects.js";

type Prepared = Statement<unknown[], Cell[]>;

/** Prepared statements by their SQL, of one connection. */
export type Statements = Map<string, Prepared>;

/**
 * Opens the session of a transaction. `close` ends streams that are still open, so that it can be committed. `statements`:
 * those of earlier transactions, to be used again.
 */
export function openSession(
  connection: Database,
  statements: Statements = new Map(),
): { session: Session; close: () => void } {
  const streams = new Set<IterableIterator<readonly Cell[]>>();
  const lastIds = new Map<string, number>();
  const prepare = (sql: string): Prepared => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = connection.prepare<unknown[], Cell[]>(sql);
      if (statement.reader) statement.raw(true);
      statements.set(sql, statement);
    }
    return statement;
  };
  const iterate = (sql: string, values: readonly Cell[], isExact: boolean) => {
    // A statement can be stepped once at a time, so a stream gets one of its own.
    const statement = connection.prepare<unknown[], Cell[]>(sql).raw(true).safeIntegers(isExact);
    const rows = keepNative(statement.iterate(...values));
    streams.add(rows);
    return rows;
  };
  const session: Session = {
    dialect: SQLITE,
    run: (sql, ...values) => prepare(sql).run(...values).changes,
    get: (sql, ...values) => prepare(sql).get(...values),
    all: (sql, ...values) => prepare(sql).all(...values),
    allLater: async (sql, ...values) => prepare(sql).all(...values),
    stream: (sql, ...values) => iterate(sql, values, false),
    streamExact: (sql, ...values) => iterate(sql, values, true),
    nextId: (table) => {
      const last = lastIds.get(table) ?? Number(session.get(`SELECT max(id) FROM ${table}`)?.[0] ?? 0);
      lastIds.set(table, last + 1);
      return last + 1;
    },
    insertInto: (shape) => new MultiRowInsert(session, shape),
  };
  const close = () => {
    for (const rows of streams) rows.return?.();
  };
  return { session, close };
}

/** Runs `work` with a session that is closed in the end. */
export async function withSession<T>(
  connection: Database,
  work: (session: Session) => Promise<T>,
  statements?: Statements,
): Promise<T> {
  const { session, close } = openSession(connection, statements);
  try {
    return await work(session);
  } finally {
    close();
  }
}
