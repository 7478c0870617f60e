import { join, relative, resolve } from "node:path";
import type { DatabaseHandle } from "../../db/connection/connect.js";
import type { OpenMode } from "../../db/connection/open-options.js";
import { isServerUrl, redactUrl } from "../../db/connection/url.js";
import { isInside } from "../../files/fence.js";
import type { Settings } from "../../model/estate.js";
import type { DatabaseState, Observation } from "../../model/observed.js";
import { failWith, refusal } from "./failure.js";
import { adviseMigration } from "./migration-help.js";
import type { Ports } from "./ports.js";

/** Which databases will do, beside those with the tables that this program uses and the identity that is configured. */
interface Acceptable {
  readonly identity?: "configured" | "configured or none" | "any";
  /** `migratable`: one that the backend moved to another profile will do. */
  readonly schema?: "current" | "migratable";
}

/**
 * Opens the database of the settings for `work` and always closes it. Throws when its tables are not those
 * that this program uses, or when the configuration names another database, before anything of it is written.
 */
export async function withDatabase<T>(
  settings: Pick<Settings, "database" | "databaseId">,
  mode: OpenMode,
  work: (handle: DatabaseHandle) => Promise<T>,
  { identity = "configured", schema = "current" }: Acceptable = {},
): Promise<T> {
  const [{ checkWritable }, { checkSchema }] = await Promise.all([
    import("../../db/open-database.js"),
    import("../../db/schema/schema.js"),
  ]);
  const check = async (handle: DatabaseHandle) => {
    await checkSchema(handle, schema);
    if (settings.databaseId !== null && identity !== "any")
      await checkIdentity(handle, settings.databaseId, identity === "configured or none", schema);
  };
  // Opening it to write already changes a file that is not in WAL mode.
  const isCheckedBefore = mode !== "read" && !isServerUrl(settings.database);
  if (isCheckedBefore) {
    checkWritable(settings.database);
    await withAnyDatabase(settings, "read", check);
  }
  return withAnyDatabase(settings, mode, async (handle) => {
    if (!isCheckedBefore) await check(handle);
    return work(handle);
  });
}

/** The same for a database with whatever tables. */
export async function withAnyDatabase<T>(
  settings: Pick<Settings, "database">,
  mode: OpenMode,
  work: (handle: DatabaseHandle) => Promise<T>,
): Promise<T> {
  const { openDatabase } = await import("../../db/open-database.js");
  const handle = await openDatabase(settings.database, { mode });
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

/** Throws a failure where there is no database. `help`: what to correct. */
export function requireDatabase({ isAbsent, url }: DatabaseHandle, help: string): void {
  if (isAbsent) throw failWith("failure", "database-missing", `${url} does not exist`, help);
}

/** Runs `work` on what the database records of the estate, which looks at no file. */
export async function readRecords<T>(
  settings: Settings,
  work: (observation: Observation) => Promise<T>,
): Promise<T> {
  const { observe } = await import("../../db/read/observe.js");
  return withDatabase(settings, "read", (handle) =>
    observe(handle, { estate: settings.estate, hashFile: () => null }, work),
  );
}

/** Says that a private copy is read, where the database can't be read in its place. */
export function reportPrivateCopy({ isCopy, url }: DatabaseHandle, ports: Ports): void {
  if (isCopy) ports.note(`${url} can't be opened where it is, so a private copy of it was read.`);
}

async function checkIdentity(
  handle: DatabaseHandle,
  expected: string,
  orNone: boolean,
  schema: "current" | "migratable",
): Promise<void> {
  const { readState } = await import("../../db/schema/state.js");
  const { id } = await readState(handle, schema);
  if (id === expected || (orNone && id === "none")) return;
  const what = handle.isAbsent
    ? "does not exist"
    : id === "none"
      ? "has no identity yet"
      : `has the id ${id}`;
  throw failWith(
    "stale",
    "database-id-differs",
    `nothing was written: ${handle.url} ${what}, the configuration names ${expected}`,
    "Name the right database with --db or SYNC_DB, or correct database_id; sync db status prints the id.",
  );
}

/** Throws a failure when a database is required and there is none, or an empty one. */
export function checkPresent(
  { generation }: Pick<DatabaseState, "generation">,
  { database }: Pick<Settings, "database">,
  isRequired: boolean,
): void {
  if (generation !== "empty" || !isRequired) return;
  throw refusal(
    "database-required",
    `nothing was written: there is no database yet at ${redactUrl(database)}`,
    "Correct --db, SYNC_DB or the configuration; without --require-database sync apply creates the database.",
  );
}

/** Throws a failure when the database has to be migrated by a person first. */
export function checkMigrations(pending: readonly string[], url: string): void {
  if (pending.length === 0) return;
  const what = pending.length === 1 ? "a pending migration" : `${pending.length} pending migrations`;
  throw refusal("migrations-pending", `the database has ${what}`, adviseMigration(url));
}

/** The place on this machine of a path that the backend wrote. `servedFrom`: the first asset root as the backend sees it. */
export function localizePath(
  filePath: string,
  servedFrom: string,
  [main, ...others]: Settings["assetRoots"],
): string {
  const served = [
    { dir: main.dir, from: servedFrom },
    ...others.map(({ dir, servedFrom: from }) => ({ dir, from })),
  ];
  for (const { dir, from } of served) {
    if (from !== undefined && isInside(resolve(from), resolve(filePath)))
      return join(dir, relative(from, filePath));
  }
  return filePath;
}
