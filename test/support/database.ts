import { join } from "node:path";
import { after, type TestContext } from "node:test";
import Database from "better-sqlite3";
import type { RowTarget, RunHeader, Step, WriteResult } from "../../src/apply/ports.js";
import type { DatabaseHandle } from "../../src/db/connection/connect.js";
import type { OpenMode } from "../../src/db/connection/open-options.js";
import type { Cell } from "../../src/db/connection/session.js";
import { ServerConnection } from "../../src/db/dialects/postgres/connection.js";
import { translate } from "../../src/db/dialects/postgres/translate.js";
import { openDatabase } from "../../src/db/open-database.js";
import { observe } from "../../src/db/read/observe.js";
import { migrate } from "../../src/db/schema/migrate.js";
import { createRowTarget } from "../../src/db/write/row-target.js";
import type { ObservedObject } from "../../src/model/observed.js";
import { type DatabaseKind, isOnServer } from "./database-kinds.js";
import type { SqlValue } from "./generation-rows.js";
import { createServerDatabase, createServerProfile, type ServerDatabase } from "./postgres.js";
import { createProfile } from "./profiles.js";
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

/** The URLs of databases on a server, with their passwords. */
const servers = new WeakMap<DatabaseHandle, string>();
/** Of each the connection of another program. */
const others = new Map<string, ServerConnection>();

/** Opens a file, to be closed when the test ends. */
export function open(t: TestContext, file: string, mode: OpenMode = "create"): Promise<DatabaseHandle> {
  return openUrl(t, `sqlite:${file}`, mode);
}

/** Opens the database of a handle once more. */
export function openAgain(t: TestContext, handle: DatabaseHandle, mode: OpenMode): Promise<DatabaseHandle> {
  return openUrl(t, nameUrl(handle), mode);
}

/** The URL of the database of a handle, with its password. */
export function nameUrl(handle: DatabaseHandle): string {
  return servers.get(handle) ?? `sqlite:${handle.file}`;
}

async function openUrl(t: TestContext, url: string, mode: OpenMode): Promise<DatabaseHandle> {
  const handle = await openDatabase(url, { mode });
  if (handle.file === "") servers.set(handle, url);
  t.after(() => handle.close());
  return handle;
}

/** A new, migrated database of its own. */
export async function openMigrated(t: TestContext, kind: DatabaseKind = "SQLite"): Promise<DatabaseHandle> {
  if (isOnServer(kind)) return openUrl(t, await createUrl(t, kind), "write");
  const handle = await createProfile(join(makeTempDir(t), "albums.db"), kind);
  t.after(() => handle.close());
  await migrate(handle, MIGRATION);
  return handle;
}

const MIGRATION = { clock: CLOCK, newId: () => "database-1" };
/** Of each kind one that is migrated, and whose copies take less time. */
const templates = new Map<DatabaseKind, Promise<ServerDatabase>>();
after(async () => {
  for (const template of templates.values()) await template.then(({ remove }) => remove());
});

async function createMigrated(kind: DatabaseKind) {
  const template = templates.get(kind) ?? migrateServer(kind);
  templates.set(kind, template);
  return createServerDatabase((await template).url);
}

async function migrateServer(kind: DatabaseKind): Promise<ServerDatabase> {
  const database = await createServerProfile(kind);
  const handle = await openDatabase(database.url, { mode: "create" });
  await migrate(handle, MIGRATION);
  await handle.close();
  return database;
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

async function createUrl(t: TestContext, kind: DatabaseKind): Promise<string> {
  const { url, remove } = await createMigrated(kind);
  t.after(async () => {
    await others.get(url)?.close();
    others.delete(url);
    await remove();
  });
  return url;
}

/** Runs SQL on a connection of its own, as another program would. */
export function runSql(handle: DatabaseHandle, sql: string, ...values: readonly SqlValue[]): void {
  if (servers.has(handle)) querySql(handle, sql, ...values);
  else withDatabase(handle, (database) => database.prepare(sql).run(...values));
}

/** Rows of a query on a connection of its own. */
export function querySql(
  handle: DatabaseHandle,
  sql: string,
  ...values: readonly SqlValue[]
): readonly { [column: string]: SqlValue }[] {
  const url = servers.get(handle);
  if (url !== undefined) return queryServer(url, sql, values);
  return withDatabase(handle, (database) => database.prepare(sql).all(...values)) as {
    [column: string]: SqlValue;
  }[];
}

function queryServer(url: string, sql: string, values: readonly SqlValue[]) {
  const connection = others.get(url) ?? new ServerConnection(url);
  others.set(url, connection);
  const { columns, rows } = connection.query(translate(sql), values as readonly Cell[]);
  return rows.map((cells) =>
    Object.fromEntries(columns.map((name, index) => [name, cells[index] as SqlValue])),
  );
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
