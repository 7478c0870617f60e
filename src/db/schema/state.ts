import type { DatabaseState } from "../../model/observed.js";
import { describeDamage } from "../backend/stored-json.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import { DatabaseProblem } from "../connection/problem.js";
import type { Session } from "../connection/session.js";
import { listPending } from "./migrations/index.js";
import { checkSchemaIn, inspectSchema, NEWEST, type SchemaReport } from "./schema.js";

const ABSENT: DatabaseState = {
  id: "none",
  schemaVersion: 0,
  generation: "empty",
  profile: "D",
  pending: listPending("D", new Set()).map(({ name }) => name),
  servedFrom: null,
};

/**
 * Identity and schema of a database, of an absent one too. Throws {@link DatabaseProblem} when its tables are not those
 * that this program uses, or when a newer version of this program migrated it. `migratable`: one that the backend moved to
 * another profile will do.
 */
export async function readState(
  handle: DatabaseHandle,
  schema: "current" | "migratable" = "current",
): Promise<DatabaseState> {
  if (handle.isAbsent) return ABSENT;
  return readTransaction(handle, async (session) => describeState(session, checkSchemaIn(session, schema)));
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
    return { state: describeState(session, schema), schema };
  });
}

function describeState(session: Session, { generation, profile, applied }: SchemaReport): DatabaseState {
  const newest = Math.max(0, ...applied);
  if (newest > NEWEST)
    throw new DatabaseProblem(
      "database-newer",
      `The database has schema version ${newest}; this program knows versions up to ${NEWEST}`,
      "Use a newer version of album-sync.",
    );
  const meta = readMeta(session);
  return {
    id: readId(meta, newest),
    schemaVersion: newest,
    generation,
    profile,
    pending: listPending(profile, applied).map(({ name }) => name),
    servedFrom: meta.get("served_from") ?? null,
  };
}

/** Numbers of the migrations that have run. */
export function readApplied(session: Session): ReadonlySet<number> {
  if (!hasTable(session, "sync_migrations")) return new Set();
  return new Set(session.all("SELECT number FROM sync_migrations").map(Number));
}

/** Whether the database has a table of this name. */
export function hasTable(session: Session, name: string): boolean {
  return session.dialect.hasTable(session, name);
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
