import assert from "node:assert/strict";
import type { RowTarget, Step } from "../../src/apply/ports.js";
import type { DatabaseHandle } from "../../src/db/connection/connect.js";
import type { Fields } from "../../src/model/resource.js";
import { querySql, write } from "./database.js";
import { dumpTable } from "./generations.js";

export const OLD = "2020-01-01 00:00:00.000000";

/** Everything in the database, for telling whether anything changed. */
export function dumpAll(handle: DatabaseHandle): { readonly [table: string]: readonly string[] } {
  const isServer = handle.file === "";
  const tables = isServer
    ? "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    : "SELECT name FROM sqlite_schema WHERE type = 'table'";
  const dump = (table: string) =>
    isServer
      ? querySql(handle, `SELECT CAST(t AS TEXT) AS line FROM ${table} t ORDER BY 1`).map(({ line }) =>
          String(line),
        )
      : dumpTable(handle.file, table, columnsIn(handle, table));
  return Object.fromEntries(querySql(handle, tables).map(({ name }) => [String(name), dump(String(name))]));
}

export function columnsIn(handle: DatabaseHandle, table: string): readonly string[] {
  return querySql(handle, "SELECT name FROM pragma_table_info(?)", table).map(({ name }) => String(name));
}

export function recordOf(handle: DatabaseHandle, address: string): Fields {
  const [row] = querySql(handle, "SELECT fields FROM sync_objects WHERE address = ?", address);
  return JSON.parse(String(row?.fields));
}

export async function assertStale(
  handle: DatabaseHandle,
  steps: readonly Step[],
  stale: Awaited<ReturnType<RowTarget["execute"]>>,
): Promise<void> {
  const before = dumpAll(handle);
  assert.deepEqual(await write(handle, steps), stale);
  assert.deepEqual(dumpAll(handle), before, "nothing is kept of a plan that does not fit");
}
