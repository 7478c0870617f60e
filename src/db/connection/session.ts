import type { Database, Statement } from "better-sqlite3";
import { keepNative } from "./native-objects.js";

/** A value as the driver binds and returns it. */
export type Cell = string | number | bigint | Uint8Array | null;

/**
 * Prepared statements on the connection of one transaction: the way of the hot paths, which a query builder would slow
 * down several times, and of all that reads. All SQL that goes through it is plain and uses `?`; another dialect replaces this file.
 */
export interface Session {
  /** Runs a statement; the number of rows that it changed. */
  run(sql: string, ...values: readonly Cell[]): number;
  /** The first row as a list of its columns. */
  get(sql: string, ...values: readonly Cell[]): readonly Cell[] | undefined;
  all(sql: string, ...values: readonly Cell[]): readonly (readonly Cell[])[];
  /** One row at a time; closed with the transaction at the latest. */
  stream(sql: string, ...values: readonly Cell[]): IterableIterator<readonly Cell[]>;
  /** A row id that no row of the table has. Ids are handed out ascending, to one writer at a time. */
  nextId(table: string): number;
}

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
  const session: Session = {
    run: (sql, ...values) => prepare(sql).run(...values).changes,
    get: (sql, ...values) => prepare(sql).get(...values),
    all: (sql, ...values) => prepare(sql).all(...values),
    stream: (sql, ...values) => {
      // A statement can be stepped once at a time, so a stream gets one of its own.
      const rows = keepNative(
        connection
          .prepare<unknown[], Cell[]>(sql)
          .raw(true)
          .iterate(...values),
      );
      streams.add(rows);
      return rows;
    },
    nextId: (table) => {
      const last = lastIds.get(table) ?? Number(session.get(`SELECT max(id) FROM ${table}`)?.[0] ?? 0);
      lastIds.set(table, last + 1);
      return last + 1;
    },
  };
  const close = () => {
    for (const rows of streams) rows.return?.();
  };
  return { session, close };
}
