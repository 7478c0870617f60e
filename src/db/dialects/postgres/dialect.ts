import { profileOf } from "../../backend/profile.js";
import type { Cell, ColumnFact, Dialect, KeptValues, Session } from "../../connection/session.js";
import { COMMITS } from "./commits.js";
import { COPYING } from "./copying.js";
import { TRACKING } from "./dirty-tracking.js";

/** What only PostgreSQL does in its way. */
export const POSTGRESQL: Dialect = {
  name: "PostgreSQL",
  recordKey: "address",
  rowIdType: "serial",
  // A question costs more than in SQLite.
  batchRows: 2000,
  keepsRows: true,
  keepsBigSeeds: false,
  copying: COPYING,
  tracking: TRACKING,
  commits: COMMITS,
  settleTables,
  listColumns,
  hasTable: (session, name) =>
    session.get(
      "SELECT 1 FROM pg_class WHERE relname = ? AND relkind IN ('r', 'p') AND pg_table_is_visible(oid)",
      name,
    ) !== undefined,
  rebuildIndexes: () => {},
  dropIndex: () => undefined,
  hasTriggers,
  readKeptValues,
  takeLock: (session, statementMs, writeFirst) => {
    // 0 would be to wait for ever.
    session.run(`SET LOCAL lock_timeout = ${Math.max(1, statementMs)}`);
    writeFirst(session);
    session.run("SET LOCAL lock_timeout = 0");
  },
  // As the first statement: one that held a lock already and asked for this one would keep two writers waiting for ever.
  lockRows: (session) => {
    const tables = ["sync_meta", ...Object.keys(profileOf(session).columns)].join(", ");
    session.run(`LOCK TABLE ${tables} IN SHARE ROW EXCLUSIVE MODE`);
  },
  // Clocks of several machines differ.
  now: (session) => new Date(Number(session.get("SELECT extract(epoch FROM clock_timestamp()) * 1000")?.[0])),
};

/** Texts of ours are of any length, and in the order of their bytes whatever the language of the database. */
function settleTables(session: Session): void {
  const columns = session.all(
    `SELECT t.relname, c.attname FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid
      WHERE t.relkind = 'r' AND t.relname LIKE 'sync\\_%' AND pg_table_is_visible(t.oid)
        AND c.attnum > 0 AND NOT c.attisdropped AND c.attcollation NOT IN (0, ${C_COLLATION})`,
  );
  for (const [table, column] of columns)
    session.run(`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE TEXT COLLATE "C"`);
}

/** The number of "C" in pg_collation, which is the same on every server. */
const C_COLLATION = 950;

function listColumns(session: Session, tables: readonly string[]): readonly ColumnFact[] {
  return session
    .all(
      `SELECT t.relname, c.attname, c.attnotnull AND NOT c.atthasdef AND c.attidentity = ''
        FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
        WHERE t.relkind IN ('r', 'p') AND pg_table_is_visible(t.oid)
          AND t.relname IN (${tables.map((name) => `'${name}'`).join(", ")})`,
    )
    .map(([table, column, mustFill]) => ({
      table: String(table),
      column: String(column),
      mustFill: mustFill === 1 && column !== "id",
    }));
}

/** Those that hold foreign keys write nothing, and ours are silent. */
function hasTriggers(session: Session): boolean {
  const row = session.get(
    `SELECT 1 FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
      WHERE NOT g.tgisinternal AND g.tgname NOT LIKE 'sync\\_mark\\_%' AND pg_table_is_visible(t.oid) LIMIT 1`,
  );
  return row !== undefined;
}

/** A column of PostgreSQL holds what was written, or refuses it. */
function readKeptValues(session: Session, table: string): KeptValues {
  return new Map(listColumns(session, [table]).map(({ column }) => [column, isAnything]));
}

function isAnything(_cell: Cell): boolean {
  return true;
}
