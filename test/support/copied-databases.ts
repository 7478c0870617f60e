import { readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { copyDatabase } from "../../src/engine/copies/copy-database.js";
import type { Ports } from "../../src/engine/project/ports.js";
import { ask } from "./ask-server.js";

const PORTS: Ports = {
  now: () => new Date(Date.UTC(2026, 0, 2)),
  takeSignal: () => new AbortController().signal,
  warn: async () => {},
  note: () => {},
  detail: () => {},
  progress: () => {},
};

/** Copies a database as the command does. */
export function copy(
  from: string,
  to: string,
  more: { hasNewId?: boolean; without?: readonly string[] } = {},
) {
  return copyDatabase({ from, to, hasNewId: false, without: [], ...more }, PORTS);
}

/** What a copy makes anew: locks, numbers of marks, and texts of definitions. */
const APART = /^(?:sync_lock|sync_watch)$/;

/** Every row of every table of a file, as it is stored, in no order. */
export function rowsOfFile(file: string): { readonly [table: string]: readonly string[] } {
  const database = new Database(file, { readonly: true });
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    .pluck()
    .all() as string[];
  const entries = tables
    .filter((name) => !APART.test(name))
    .map((name) => {
      const columns = (
        database.prepare(`SELECT name FROM pragma_table_info('${name}')`).pluck().all() as string[]
      )
        .filter((column) => column !== "mark")
        .sort();
      const cells = columns
        .map((column) => `typeof("${column}") || ' ' || quote("${column}")`)
        .join(" || ', ' || ");
      return [name, (database.prepare(`SELECT ${cells} FROM "${name}"`).pluck().all() as string[]).sort()];
    });
  database.close();
  return Object.fromEntries(entries) as { readonly [table: string]: readonly string[] };
}

/** Removes everything from a database on a server. */
export async function emptyServer(url: string): Promise<void> {
  await ask(url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

/** What is in a folder that should be empty. */
export function leftovers(dir: string): readonly string[] {
  return readdirSync(join(dir));
}
