import type { Cell, Session } from "../../connection/session.js";
import type { ServerConnection } from "./connection.js";
import { CopyInserts } from "./copy-insert.js";
import { POSTGRESQL } from "./dialect.js";
import { ROWS_AT_ONCE } from "./protocol.js";
import { translate } from "./translate.js";

/** The session of a transaction. `settle` is called before the transaction is committed. */
export function openSession(connection: ServerConnection): { session: Session; settle: () => void } {
  const ids = new Map<string, number>();
  let cursors = 0;
  const query = (sql: string, values: readonly Cell[]) => {
    inserts.send();
    return connection.query(translate(sql), values);
  };
  const iterate = (sql: string, values: readonly Cell[]) => {
    inserts.send();
    return streamRows(connection, `sync_rows_${cursors++}`, sql, values);
  };
  const session: Session = {
    dialect: POSTGRESQL,
    run: (sql, ...values) => query(sql, values).count,
    get: (sql, ...values) => query(sql, values).rows[0],
    all: (sql, ...values) => query(sql, values).rows,
    allLater: async (sql, ...values) => {
      inserts.send();
      return (await connection.queryLater(translate(sql), values)).rows;
    },
    stream: (sql, ...values) => iterate(sql, values),
    streamExact: (sql, ...values) => closeAtEnd(connection, `sync_rows_${cursors}`, iterate(sql, values)),
    nextId: (table) => {
      const next = (ids.get(table) ?? POSTGRESQL.copying.lastNumber(session, table, "id")) + 1;
      ids.set(table, next);
      return next;
    },
    insertInto: (shape) => inserts.into(shape),
  };
  const inserts = new CopyInserts(session, connection);
  // The backend takes its ids from sequences, which must not give those again that were handed out here.
  const settle = () => {
    inserts.send();
    for (const [table, id] of ids) POSTGRESQL.copying.continueAfter(session, table, "id", id);
  };
  return { session, settle };
}

/** A table can't be changed while a cursor on it is open. */
function* closeAtEnd(
  connection: ServerConnection,
  cursor: string,
  rows: Iterable<readonly Cell[]>,
): Generator<readonly Cell[], undefined> {
  yield* rows;
  connection.query(`CLOSE ${cursor}`);
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
