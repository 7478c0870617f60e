import type { ColumnFact, Dialect, Session } from "../../connection/session.js";
import { COPYING } from "./copying.js";
import { TRACKING } from "./dirty-tracking.js";
import { hasTriggers, readKeptValues } from "./kept-values.js";

/** What only SQLite does in its way. */
export const SQLITE: Dialect = {
  name: "SQLite",
  recordKey: "rowid",
  rowIdType: "integer",
  // More gains nothing, and they wait in memory.
  batchRows: 256,
  // The type of a column is an advice.
  keepsRows: false,
  keepsBigSeeds: true,
  copying: COPYING,
  tracking: TRACKING,
  commits: {
    readStamp: (session) => String(session.get("PRAGMA data_version")?.[0]),
    readTables: (session) => String(session.get("PRAGMA schema_version")?.[0]),
  },
  // It compares bytes anyway.
  settleTables: () => {},
  listColumns,
  hasTable: (session, name) =>
    session.get("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name) !== undefined,
  rebuildIndexes: (session) => void session.run("REINDEX"),
  dropIndex: (session, name) => {
    const [sql] = session.get("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", name) ?? [];
    if (typeof sql !== "string") return undefined;
    session.run(`DROP INDEX ${name}`);
    return () => void session.run(sql);
  },
  hasTriggers,
  readKeptValues,
  takeLock: (session, statementMs, writeFirst) => {
    const usual = Number(session.get("PRAGMA busy_timeout"));
    session.get(`PRAGMA busy_timeout = ${statementMs}`);
    try {
      writeFirst(session);
    } finally {
      session.get(`PRAGMA busy_timeout = ${usual}`);
    }
  },
  // The first statement that writes has the lock of the whole database.
  lockRows: (session) => void session.run("UPDATE sync_meta SET value = value WHERE name = ''"),
  now: (_session, clock) => clock(),
};

function listColumns(session: Session, tables: readonly string[]): readonly ColumnFact[] {
  const names = tables.map((name) => `'${name}'`).join(", ");
  return session
    .all(
      `SELECT t.name, c.name, c."notnull" AND c.dflt_value IS NULL AND NOT c.pk
        FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name IN (${names})`,
    )
    .map(([table, column, mustFill]) => ({
      table: String(table),
      column: String(column),
      mustFill: mustFill === 1,
    }));
}
