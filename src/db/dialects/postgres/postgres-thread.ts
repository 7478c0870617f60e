import { workerData } from "node:worker_threads";
import { Client, type QueryArrayConfig, type QueryArrayResult } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Cell } from "../../connection/session.js";
import type { Answer, Failure, Request, Result, ThreadData } from "./protocol.js";
import { ANSWERS, COPIES, PATIENCE_MS, ROWS_AT_ONCE } from "./protocol.js";
import { readerOf } from "./values.js";

// The thread that holds one connection, so that the other end can wait for an answer without giving up its turn.
const { port, signal, url, patienceMs } = workerData as ThreadData;

/** Texts that differ only in how many values they list would fill the memory of the server. */
const MOST_PREPARED = 300;

const SETTINGS = [
  "datestyle = 'ISO, YMD'",
  "timezone = 'UTC'",
  "standard_conforming_strings = on",
  // Cursors are read to their end.
  "cursor_tuple_fraction = 1",
  "jit = off",
  // A plan looks at files between two statements.
  "idle_in_transaction_session_timeout = 0",
  "statement_timeout = 0",
];

let names = 0;
const prepared = new Map<string, string>();
/** Rows that were asked for ahead. */
const ahead = new Map<string, Promise<Result>>();
let client: Client | undefined;
/** Of connecting, or of a request that has no answer. */
let earlier: unknown;
let last: Promise<unknown> = open().catch((error: unknown) => {
  earlier = error;
});

port.on("message", (request: Request) => {
  last = last.then(() => work(request));
});

async function work(request: Request): Promise<void> {
  if (request.kind === "copy") {
    if (earlier === undefined)
      await copy(request.text, request.rows).catch((error: unknown) => {
        earlier = error;
      });
    advance(COPIES);
    return;
  }
  const failed = earlier;
  earlier = undefined;
  try {
    if (failed !== undefined && !isEnd(request)) throw failed;
    answer({ result: await perform(request) });
  } catch (error) {
    answer({ failure: describe(error) });
  }
  if (request.kind === "close") port.close();
}

/** True for what has to be done whatever failed before. */
function isEnd(request: Request): boolean {
  return request.kind === "close" || (request.kind === "query" && /^ROLLBACK\b/i.test(request.text));
}

function answer(message: Answer): void {
  port.postMessage(message);
  advance(ANSWERS);
}

function advance(counter: number): void {
  Atomics.add(signal, counter, 1);
  Atomics.notify(signal, counter);
}

const NOTHING: Result = { rows: [], count: 0, command: "", columns: [] };

async function perform(request: Exclude<Request, { kind: "copy" }>): Promise<Result> {
  switch (request.kind) {
    case "open":
      return NOTHING;
    case "query":
      return query(request.text, request.values, request.patienceMs);
    case "declare":
      await query(`DECLARE ${request.cursor} NO SCROLL CURSOR FOR ${request.text}`, request.values);
      return readAhead(request.cursor, await fetchNext(request.cursor));
    case "fetch":
      return readAhead(request.cursor, await (ahead.get(request.cursor) ?? NOTHING));
    case "close":
      await client?.end();
      return NOTHING;
  }
}

async function open(): Promise<void> {
  client = new Client({
    connectionString: url,
    application_name: "album-sync",
    keepAlive: true,
    connectionTimeoutMillis: PATIENCE_MS,
    ...(patienceMs > 0 && { query_timeout: patienceMs }),
  });
  // Also said by the request that comes next.
  client.on("error", () => {});
  await client.connect().catch((error: { code?: string }) => {
    // Said of a database that takes no connections for now; elsewhere it means other things.
    throw Object.assign(error, error.code === "55000" && { code: "57P03" });
  });
  await client.query(SETTINGS.map((setting) => `SET ${setting}`).join("; "));
}

async function query(text: string, values: readonly Cell[], timeoutMs?: number): Promise<Result> {
  const named = nameOf(text);
  const config: QueryArrayConfig<Cell[]> & { readonly query_timeout?: number } = {
    text,
    values: values as Cell[],
    rowMode: "array",
    types: { getTypeParser: readerOf as never },
    ...(named === undefined ? {} : { name: named }),
    ...(timeoutMs === undefined ? {} : { query_timeout: timeoutMs }),
  };
  const { rows, rowCount, command, fields }: QueryArrayResult<Cell[]> = await connected().query(config);
  return { rows, count: rowCount ?? 0, command, columns: fields.map(({ name }) => name) };
}

/** Of a statement that is likely to come again. */
function nameOf(text: string): string | undefined {
  // What gives other columns than before can't be used again.
  if (/^\s*(?:ALTER|CREATE|DROP)\b/i.test(text)) prepared.clear();
  if (!/^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text)) return undefined;
  const known = prepared.get(text);
  if (known !== undefined || prepared.size >= MOST_PREPARED) return known;
  const name = `s${names++}`;
  prepared.set(text, name);
  return name;
}

function fetchNext(cursor: string): Promise<Result> {
  return query(`FETCH ${ROWS_AT_ONCE} FROM ${cursor}`, []);
}

/** While the other end works on rows, the next ones are on their way. */
function readAhead(cursor: string, result: Result): Result {
  ahead.delete(cursor);
  if (result.rows.length < ROWS_AT_ONCE) return result;
  const next = fetchNext(cursor);
  next.catch(() => {});
  ahead.set(cursor, next);
  return result;
}

async function copy(text: string, rows: Uint8Array): Promise<void> {
  const stream = connected().query(copyFrom(text));
  await new Promise<void>((resolve, reject) => {
    stream.on("error", reject);
    stream.on("finish", resolve);
    stream.end(rows);
  });
}

function connected(): Client {
  if (client === undefined) throw new Error("The connection is not open.");
  return client;
}

function describe(error: unknown): Failure {
  // What several addresses of a host refused comes as one error of several.
  const [first] = error instanceof AggregateError ? error.errors : [];
  const { message, code, detail } = (first ?? error) as { message?: string; code?: string; detail?: string };
  return { message: message ?? String(error), code: code ?? "", detail: detail ?? "" };
}
