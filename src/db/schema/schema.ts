import { BACKEND_COLUMNS, BACKEND_TABLES, type ProfileName } from "../backend/backend-columns.js";
import {
  type Generation,
  MARK_TABLES,
  recognizeGeneration,
  type TableColumns,
} from "../backend/generation.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import { DatabaseProblem } from "../connection/problem.js";
import type { Session } from "../connection/session.js";
import { listPending, MIGRATIONS } from "./migrations/index.js";
import { OWN_TABLES, ownColumnsOf } from "./own-columns.js";

/** The tables and columns of a database beside what this program needs. */
export interface SchemaReport {
  readonly generation: Generation;
  /** Which tables and columns this program uses in it. */
  readonly profile: ProfileName;
  /** Needed and not there, as `table.column`. */
  readonly missing: readonly string[];
  /** There and not known to this program, or of another generation than the rest. */
  readonly odd: readonly string[];
  /** Numbers of the migrations that have run. */
  readonly applied: ReadonlySet<number>;
  /** Why this program can't use the database; null when it can. */
  readonly problem: DatabaseProblem | null;
}

/** Columns that tell what else names our rows; their tables come and go. */
const JOB_COLUMNS: { readonly [table: string]: readonly string[] } = {
  scrape_jobs: ["id", "name", "output_directory", "scrape_config"],
  training_runs: ["id", "name", "dataset_path", "training_config"],
};

/** The version that this program migrates to. */
export const NEWEST = Math.max(...MIGRATIONS.map(({ number }) => number));

/** The version from which on the backend's tables have every column of their profile. */
const WHOLE_SINCE = 2;

/** The version that brought records of objects. */
const RECORDS_SINCE = 4;

const KNOWN_TABLES = [
  ...new Set([...BACKEND_TABLES, ...Object.keys(JOB_COLUMNS), ...MARK_TABLES, ...Object.keys(OWN_TABLES)]),
];

const CHECK_PATH = "Check that --db, SYNC_DB or the configuration names the album database.";

/** Reads which columns the known tables have, whatever their order. */
export function readColumns(session: Session): TableColumns {
  return readTables(session).columns;
}

/** Throws {@link DatabaseProblem} unless the tables and migrations are those of this program, or there are none. */
export async function checkSchema(
  handle: DatabaseHandle,
  schema: "current" | "migratable" = "current",
): Promise<void> {
  if (!handle.isAbsent) await readTransaction(handle, async (session) => checkSchemaIn(session, schema));
}

/** The same within a transaction. `migratable`: one that the backend moved to another profile will do. */
export function checkSchemaIn(session: Session, schema: "current" | "migratable" = "current"): SchemaReport {
  const report = inspectSchema(session);
  const { problem } = report;
  if (problem !== null && (schema === "current" || problem.code !== "database-moved")) throw problem;
  return report;
}

/** Compares the real tables and columns, and the migrations that ran, with those that this program needs. */
export function inspectSchema(session: Session): SchemaReport {
  const { columns, required } = readTables(session);
  const ledger = readLedger(session, columns);
  const applied = new Set(ledger.map(({ number }) => number));
  const version = Math.max(0, ...applied);
  const { generation, missing, odd } = recognizeGeneration(columns);
  const profile: ProfileName = generation === "E" ? "E" : "D";
  const report = (lacks: readonly string[], extra: readonly string[], problem: DatabaseProblem | null) => ({
    generation,
    profile,
    missing: lacks,
    odd: extra,
    applied,
    problem,
  });
  if (generation === "unknown") return report(missing, odd, describeMix(missing, odd));
  const lost = [
    ...(version >= WHOLE_SINCE || profile === "E"
      ? listLost(columns, BACKEND_COLUMNS[profile], () => true)
      : []),
    ...listLost(columns, JOB_COLUMNS, () => false),
    ...listLost(columns, ownColumnsOf(version), (table) => (OWN_TABLES[table]?.since ?? 0) <= version),
  ];
  if (lost.length > 0) return report(lost, [], describeLost(lost));
  if (required.length > 0) return report([], required, describeRequired(required));
  return report([], [], findDisorder(ledger) ?? findMove(profile, applied));
}

/** `required`: columns of the backend's tables that we don't know and that a new row must have a value in. */
function readTables(session: Session): {
  readonly columns: TableColumns;
  readonly required: readonly string[];
} {
  const columns = new Map<string, Set<string>>();
  const required: string[] = [];
  for (const { table, column, mustFill } of session.dialect.listColumns(session, KNOWN_TABLES)) {
    const known = columns.get(table);
    if (known === undefined) columns.set(table, new Set([column]));
    else known.add(column);
    if (mustFill && !isKnown(table, column)) required.push(`${table}.${column}`);
  }
  return { columns, required: required.sort() };
}

function isKnown(table: string, column: string): boolean {
  const known = Object.values(BACKEND_COLUMNS).flatMap(
    (tables: { readonly [table: string]: readonly string[] }) =>
      Object.hasOwn(tables, table) ? [tables[table] as readonly string[]] : [],
  );
  return known.length === 0 || known.some((columns) => columns.includes(column));
}

/** A migration that ran. */
interface LedgerEntry {
  readonly number: number;
  readonly name: string;
}

function readLedger(session: Session, columns: TableColumns): readonly LedgerEntry[] {
  const known = columns.get("sync_migrations");
  if (!known?.has("number")) return [];
  const name = known.has("name") ? "CAST(name AS TEXT)" : "NULL";
  return session
    .all(`SELECT number, ${name} FROM sync_migrations WHERE number > 0 ORDER BY number`)
    .map((cells) => ({ number: Number(cells[0]), name: String(cells[1]) }));
}

/** Null when our first migrations ran, none left out or renamed, or newer ones that only a newer version knows. */
function findDisorder(ledger: readonly LedgerEntry[]): DatabaseProblem | null {
  if ((ledger.at(-1)?.number ?? 0) > NEWEST) return null;
  const numbers = new Set(ledger.map(({ number }) => number));
  const expectedOnes = MIGRATIONS.filter(({ number, only }) => only === undefined || numbers.has(number));
  for (const [index, { number, name }] of ledger.entries()) {
    const due = expectedOnes[index];
    if (due?.number === number && due.name === name) continue;
    const expected = due === undefined ? "no further one" : `${due.name} as number ${due.number}`;
    return new DatabaseProblem(
      "database-history",
      `The table sync_migrations lists ${name} as number ${number}, where this program expects ${expected}`,
      "Restore a backup. A migration is never run after those that build on it.",
    );
  }
  return null;
}

/** Needed columns that tables lack. `isDue`: whether a table that is not there at all counts too. */
function listLost(
  columns: TableColumns,
  needed: { readonly [table: string]: readonly string[] },
  isDue: (table: string) => boolean,
): readonly string[] {
  return Object.entries(needed).flatMap(([table, names]) => {
    const present = columns.get(table);
    if (present === undefined) return isDue(table) ? [`table ${table}`] : [];
    return names.filter((name) => !present.has(name)).map((name) => `${table}.${name}`);
  });
}

/** A backend that moves its tables to another profile leaves our records where they were. Null when it did not. */
function findMove(profile: ProfileName, applied: ReadonlySet<number>): DatabaseProblem | null {
  if (!applied.has(RECORDS_SINCE) || !listPending(profile, applied).some(({ only }) => only !== undefined))
    return null;
  return new DatabaseProblem(
    "database-moved",
    `The backend has upgraded the database to generation ${profile} and moved its set templates to batch_templates`,
    "Run sync db migrate; it makes a copy first, then lets the records of album-sync follow the templates.",
  );
}

function describeMix(missing: readonly string[], odd: readonly string[]): DatabaseProblem {
  if (odd.length === 0)
    return new DatabaseProblem(
      "database-schema",
      `The backend did not create this database: it lacks ${missing.join(", ")}`,
      CHECK_PATH,
    );
  return new DatabaseProblem(
    "database-schema",
    `The database mixes generations of the backend: it has ${odd.join(", ")}` +
      (missing.length === 0 ? "" : ` and lacks ${missing.join(", ")}`),
    "Let the backend finish its own migration, or restore a backup; album-sync changes nothing in such a database.",
  );
}

function describeLost(lost: readonly string[]): DatabaseProblem {
  return new DatabaseProblem(
    "database-schema",
    `Another program has changed the database since it was migrated: it lacks ${lost.join(", ")}`,
    "Restore a backup, or add what is missing; docs/database.md lists the columns.",
  );
}

function describeRequired(required: readonly string[]): DatabaseProblem {
  return new DatabaseProblem(
    "database-schema",
    `The database has columns that new rows must fill and that this program does not know: ${required.join(", ")}`,
    "Use a version of album-sync that knows them, or give them a default value.",
  );
}
