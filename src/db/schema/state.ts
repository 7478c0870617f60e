import type { DatabaseState } from "../../model/observed.js";
import { describeDamage } from "../backend/stored-json.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import { DatabaseProblem } from "../connection/problem.js";
import type { Session } from "../connection/session.js";
import { MIGRATIONS } from "./migrations/index.js";
import { checkSchemaIn, inspectSchema, type SchemaReport } from "./schema.js";

const ABSENT: DatabaseState = {
  id: "none",
  schemaVersion: 0,
  generation: "empty",
  pending: MIGRATIONS.map(({ name }) => name),
  servedFrom: null,
};

/**
 * Identity and schema of a database, of an absent one too. Throws {@link DatabaseProblem} when its tables are not those
 * that this program uses, or when a newer version of this program migrated it.
 */
export async function readState(handle: DatabaseHandle): Promise<DatabaseState> {
  if (handle.isAbsent) return ABSENT;
  return readTransaction(handle, async (session) => readStateIn(session));
}

/** The same within a transaction. */
export function readStateIn(session: Session): DatabaseState {
  return describeState(session, checkSchemaIn(session));
}

/** The same of a database that this program can't use, with what is wrong with its tables. */
export async function inspectState(
  handle: DatabaseHandle,
): Promise<{ readonly state: DatabaseState; readonly schema: SchemaReport | null }> {
  if (handle.isAbsent) return { state: ABSENT, schema: null };
  return readTransaction(handle, async (session) => {
    const schema = inspectSchema(session);
    return { state: describeState(session, schema.generation), schema };
  });
}

function describeState(session: Session, generation: DatabaseState["generation"]): DatabaseState {
  const applied = readApplied(session);
  const newest = Math.max(0, ...applied);
  const known = Math.max(...MIGRATIONS.map(({ number }) => number));
  if (newest > known)
    throw new DatabaseProblem(
      "database-newer",
      `The database has schema version ${newest}; this program knows versions up to ${known}`,
      "Use a newer version of album-sync.",
    );
  checkHistory(session);
  const meta = readMeta(session);
  return {
    id: readId(meta, newest),
    schemaVersion: newest,
    generation,
    pending: MIGRATIONS.filter(({ number }) => !applied.has(number)).map(({ name }) => name),
    servedFrom: meta.get("served_from") ?? null,
  };
}

/** Throws {@link DatabaseProblem} unless what `sync_migrations` lists are our first migrations, none left out or renamed. */
export function checkHistory(session: Session): void {
  if (!hasTable(session, "sync_migrations")) return;
  const listed = session.all("SELECT number, name FROM sync_migrations WHERE number > 0 ORDER BY number");
  for (const [index, [number, name]] of listed.entries()) {
    const due = MIGRATIONS[index];
    if (due?.number === Number(number) && due.name === name) continue;
    const expected = due === undefined ? "no further one" : `${due.name} as number ${due.number}`;
    throw new DatabaseProblem(
      "database-history",
      `The table sync_migrations lists ${String(name)} as number ${String(number)}, where this program expects ${expected}`,
      "Restore a backup. A migration is never run after those that build on it.",
    );
  }
}

/** Numbers of the migrations that have run. */
export function readApplied(session: Session): ReadonlySet<number> {
  if (!hasTable(session, "sync_migrations")) return new Set();
  return new Set(session.all("SELECT number FROM sync_migrations").map(Number));
}

/** Whether the database has a table of this name. */
export function hasTable(session: Session, name: string): boolean {
  return session.get("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name) !== undefined;
}

/** The version that brought the identity. */
const IDENTITY_SINCE = 4;

function readId(meta: ReadonlyMap<string, string>, version: number): string {
  const id = meta.get("database_id");
  if (version >= IDENTITY_SINCE && id === undefined)
    throw describeDamage("sync_meta", "database_id", "the row is missing");
  return id ?? "none";
}

function readMeta(session: Session): ReadonlyMap<string, string> {
  if (!hasTable(session, "sync_meta")) return new Map();
  return new Map(
    session.all("SELECT name, value FROM sync_meta").map(([name, value]) => {
      if (typeof value !== "string" || value === "")
        throw describeDamage("sync_meta", String(name), "value is not text");
      return [String(name), value];
    }),
  );
}
