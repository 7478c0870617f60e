// Loaded with `node --import` before the program: counts what it does and writes it to WORK_FILE at its end, as a Work. The
// program itself knows nothing of this.
import crypto from "node:crypto";
import fs from "node:fs";
import { Session } from "node:inspector";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Database from "better-sqlite3";
import yaml from "yaml";
import { PROJECT_DIR } from "./paths.js";
import type { Work } from "./work.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;

const PRODUCT = pathToFileURL(join(PROJECT_DIR, "dist/bundle/")).href;
const counts = { statements: 0, rows: 0, charactersComposed: 0, bytesRead: 0, bytesHashed: 0 };

/** Lets a function do what it does and then see what it was given and what came of it. */
function watch(holder: object, name: string, see: (result: unknown, args: readonly unknown[]) => unknown) {
  const methods = holder as Record<string, Method>;
  const method = methods[name] as Method;
  methods[name] = function (this: unknown, ...args: unknown[]) {
    const result = method.apply(this, args);
    return see(result, args) ?? result;
  };
}

function* countRows(rows: Iterator<unknown>): Generator<unknown> {
  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    counts.rows += 1;
    yield next.value;
  }
}

function sizeOf(data: unknown): number {
  return typeof data === "string" ? Buffer.byteLength(data) : (data as Uint8Array).byteLength;
}

const probe = new Database(":memory:");
const statement = Object.getPrototypeOf(probe.prepare("SELECT 1")) as object;
probe.close();
for (const name of ["run", "get", "all", "iterate"])
  watch(statement, name, (result) => {
    counts.statements += 1;
    if (name === "all") counts.rows += (result as readonly unknown[]).length;
    if (name === "get" && result !== undefined) counts.rows += 1;
    return name === "iterate" ? countRows(result as Iterator<unknown>) : undefined;
  });
watch(yaml.Lexer.prototype, "lex", (_, [text]) => {
  counts.charactersComposed += (text as string).length;
});
watch(fs, "readSync", (bytes) => {
  counts.bytesRead += bytes as number;
});
watch(crypto, "hash", (_, [, data]) => {
  counts.bytesHashed += sizeOf(data);
});
watch(crypto.Hash.prototype, "update", (_, [data]) => {
  counts.bytesHashed += sizeOf(data);
});
syncBuiltinESMExports();

const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

process.on("exit", () => {
  const file = process.env.WORK_FILE;
  if (file === undefined) return;
  const runs: Record<string, number> = {};
  // Answered before post returns, as it is the session of this thread.
  session.post("Profiler.takePreciseCoverage", (_, { result }) => {
    for (const { url, functions } of result.filter((script) => script.url.startsWith(PRODUCT)))
      for (const { functionName, ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges)
          runs[`${url.slice(PRODUCT.length)} ${functionName} ${startOffset}-${endOffset}`] = count;
  });
  fs.appendFileSync(file, `${JSON.stringify({ counts, runs } satisfies Work)}\n`);
});
