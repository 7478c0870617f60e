import type { Cell, Session } from "../../connection/session.js";
import type { ServerConnection } from "./connection.js";
import { CopyInsert } from "./copy-insert.js";
import { POSTGRESQL } from "./dialect.js";
import { ROWS_AT_ONCE } from "./protocol.js";
import { translate } from "./translate.js";

/** The session of a transaction. `settle` is called before the transaction is committed. */
export function openSession(connection: ServerConnection): { session: Session; settle: () => void } {
  const ids = new Map<string, number>();
  let cursors = 0;
  const query = (sql: string, values: readonly Cell[]) => connection.query(translate(sql), values);
  const session: Session = {
    dialect: POSTGRESQL,
    run: (sql, ...values) => query(sql, values).count,
    get: (sql, ...values) => query(sql, values).rows[0],
    all: (sql, ...values) => query(sql, values).rows,
    stream: (sql, ...values) => streamRows(connection, `sync_rows_${cursors++}`, sql, values),
    nextId: (table) => {
      const next = (ids.get(table) ?? readLastId(session, table)) + 1;
      ids.set(table, next);
      return next;
    },
    insertInto: (shape) => new CopyInsert(session, connection, shape),
  };
  // The backend takes its ids from sequences, which must not give those again that were handed out here.
  const settle = () => {
    for (const [table, id] of ids)
      session.get(
        "SELECT setval(s, ?) FROM pg_get_serial_sequence(?, 'id') s WHERE s IS NOT NULL",
        id,
        table,
      );
  };
  return { session, settle };
}

function* streamRows(
  connection: ServerConnection,
  cursor: string,
  sql: string,
  values: readonly Cell[],
): Generator<readonly Cell[], undefined> {
  let rows = connection.declare(cursor, translate(sql), values);
  for (;;) {
    yield* rows;
    if (rows.length < ROWS_AT_ONCE) return;
    rows = connection.fetch(cursor);
  }
}

/** The highest id that a row has, or that the sequence of the table gave to a row which is gone. */
function readLastId(session: Session, table: string): number {
  const [highest] = session.get(`SELECT COALESCE(max(id), 0) FROM ${table}`) ?? [];
  const [sequence] = session.get("SELECT pg_get_serial_sequence(?, 'id')", table) ?? [];
  if (typeof sequence !== "string") return Number(highest);
  const [given] = session.get(`SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ${sequence}`) ?? [];
  return Math.max(Number(highest), Number(given));
}
