import { join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { Client } from "pg";
import { type DatabaseKind, profileOf } from "./database-kinds.js";
import { serverTables } from "./generations.js";
import { PROJECT_DIR } from "./paths.js";

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** A database. `remove` ends it, whoever is still connected to it. */
export interface ServerDatabase {
  readonly url: string;
  readonly remove: () => Promise<void>;
}

interface Crashing {
  crash(): Promise<void>;
  restart(): Promise<void>;
}

let starting: Promise<Server | undefined> | undefined;
let count = 0;

/**
 * A new, empty database on the server that SYNC_TEST_POSTGRES_URL names, or on one that is started for this process.
 * `template`: the URL of another database of which it is a copy; nobody may be connected to that.
 */
export async function createServerDatabase(template?: string): Promise<ServerDatabase> {
  const server = await findServer();
  if (server === undefined) throw new Error("There is no PostgreSQL");
  return createDatabaseOn(server.url, template);
}

/** The same on the server of a URL. */
export async function createDatabaseOn(url: string, template?: string): Promise<ServerDatabase> {
  const name = `sync_test_${process.pid}_${count++}`;
  const from = template === undefined ? "" : ` TEMPLATE ${new URL(template).pathname.slice(1)}`;
  // Copying files is half the work of logging each page.
  await runOnServer(url, `CREATE DATABASE ${name}${from} STRATEGY FILE_COPY`);
  const database = new URL(url);
  database.pathname = name;
  return {
    url: database.href,
    remove: () => runOnServer(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** The same with the backend's tables of a profile, to be migrated. */
export async function createServerProfile(kind: DatabaseKind): Promise<ServerDatabase> {
  const database = await createServerDatabase();
  if (profileOf(kind) === "E")
    for (const statement of serverTables("E")) await runOnServer(database.url, statement);
  return database;
}

/** The server, which is started unless it runs; undefined where none can be. */
export function findServer(): Promise<Server | undefined> {
  starting ??= start();
  return starting;
}

/** A server of its own for a test that kills it: with all its processes at once; it starts again on the same files. */
export async function startOwnServer(): Promise<Server & Crashing> {
  return (await loadStarter())({ own: true });
}

async function loadStarter() {
  const { startPostgres } = await import(pathToFileURL(join(PROJECT_DIR, "scripts/postgres.mjs")).href);
  return startPostgres as (options?: { readonly own: boolean }) => Promise<Server & Crashing>;
}

async function start(): Promise<Server | undefined> {
  const startServer = await loadStarter();
  try {
    const started = await startServer();
    after(started.stop);
    return started;
  } catch (error) {
    if (process.env.NEED_POSTGRES) throw error;
    return undefined;
  }
}

async function runOnServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
