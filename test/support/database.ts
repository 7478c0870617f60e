import { join } from "node:path";
import type { TestContext } from "node:test";
import Database from "better-sqlite3";
import type { RowTarget, RunHeader, Step, WriteResult } from "../../src/apply/ports.js";
import type { DatabaseHandle } from "../../src/db/connection/connect.js";
import type { OpenMode } from "../../src/db/connection/open-options.js";
import { openDatabase } from "../../src/db/open-database.js";
import { observe } from "../../src/db/read/observe.js";
import { migrate } from "../../src/db/schema/migrate.js";
import { createRowTarget } from "../../src/db/write/row-target.js";
import type { ObservedObject } from "../../src/model/observed.js";
import type { SqlValue } from "./generation-rows.js";
import { makeTempDir } from "./temp-dir.js";

export const NOW = "2026-01-02 03:04:05.006000";
export const SERVED_FROM = "/srv/media/legacy";
export const CLOCK = (): Date => new Date("2026-01-02T03:04:05.006Z");

export const RUN: RunHeader = {
  estate: "main",
  command: "apply",
  planId: "0".repeat(64),
  startedAt: NOW,
  who: "tester",
  host: "here",
  gitCommit: null,
  servedFrom: SERVED_FROM,
};

/** Opens a file, to be closed when the test ends. */
export async function open(t: TestContext, file: string, mode: OpenMode = "create"): Promise<DatabaseHandle> {
  const handle = await openDatabase(`sqlite:${file}`, { mode });
  t.after(() => handle.close());
  return handle;
}

/** A new, migrated database in a folder of its own. */
export async function openMigrated(t: TestContext): Promise<DatabaseHandle> {
  const handle = await open(t, join(makeTempDir(t), "albums.db"));
  await migrate(handle, { clock: CLOCK, newId: () => "database-1" });
  return handle;
}

/** A migrated database for a whole file of tests. `remove` ends it. */
export async function openMigratedFile(): Promise<{
  readonly handle: DatabaseHandle;
  readonly remove: () => Promise<void>;
}> {
  const endings: (() => unknown)[] = [];
  const dir = makeTempDir({ after: (ending) => endings.push(ending as () => unknown) });
  const handle = await openDatabase(`sqlite:${join(dir, "albums.db")}`, { mode: "create" });
  await migrate(handle, { clock: CLOCK, newId: () => "database-1" });
  const remove = async () => {
    await handle.close();
    for (const end of endings) await end();
  };
  return { handle, remove };
}

/** Carries out steps with the clock at {@link NOW}. */
export function write(
  handle: DatabaseHandle,
  steps: Iterable<Step>,
  run: Partial<RunHeader> = {},
): Promise<WriteResult> {
  return target(handle).execute(steps, [], { ...RUN, ...run }, () => {});
}

/** The same, for steps that must not be stale. */
export async function mustWrite(handle: DatabaseHandle, steps: Iterable<Step>, run: Partial<RunHeader> = {}) {
  const result = await write(handle, steps, run);
  if (!result.done) throw new Error(`stale: ${JSON.stringify(result.stale)}`);
  return result;
}

export function target(handle: DatabaseHandle): RowTarget {
  return createRowTarget(handle, { clock: CLOCK });
}

export async function observeObjects(
  handle: DatabaseHandle,
  estate = "main",
): Promise<readonly ObservedObject[]> {
  return observe(handle, { estate, hashFile: () => null }, async (observation) => {
    const objects: ObservedObject[] = [];
    for await (const object of observation.objects(new Set())) objects.push(object);
    return objects;
  });
}

/** Runs SQL on a connection of its own, as another program would. */
export function runSql(handle: DatabaseHandle, sql: string, ...values: readonly SqlValue[]): void {
  withDatabase(handle, (database) => database.prepare(sql).run(...values));
}

/** Rows of a query on a connection of its own. */
export function querySql(
  handle: DatabaseHandle,
  sql: string,
  ...values: readonly SqlValue[]
): readonly { [column: string]: SqlValue }[] {
  return withDatabase(handle, (database) => database.prepare(sql).all(...values)) as {
    [column: string]: SqlValue;
  }[];
}

function withDatabase<T>(handle: DatabaseHandle, work: (database: Database.Database) => T): T {
  const database = new Database(handle.file);
  database.pragma("foreign_keys = OFF");
  try {
    return work(database);
  } finally {
    database.close();
  }
}
