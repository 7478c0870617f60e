import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { ask } from "./ask-server.js";
import { runProcess } from "./crash-runs.js";
import { PROJECT_DIR } from "./paths.js";
import { makePictureProject } from "./picture-project.js";
import { drawNoise } from "./pictures.js";
import { createServerDatabase } from "./postgres.js";
import { makeTempDir } from "./temp-dir.js";
import { cleanEnvironment } from "./transcript.js";

const PROGRAM = join(PROJECT_DIR, "bin/sync.js");
/** Adds jobs with the rows. */
export const QUEUE = ["apply", "--yes", "--thumbnails", "queue", "--assets", "stat"];

/** A project of small pictures, so many of them no pictures at all, and an empty database. */
export async function makeEstate(t: TestContext, pictures: number, faulty = 0) {
  const database = await createServerDatabase();
  t.after(database.remove);
  const good = await Promise.all(
    Array.from({ length: pictures }, async (_, index) => ({
      file: `art/${index}.png`,
      bytes: await noise(index),
      declared: { width: 64, height: 64 },
    })),
  );
  const bad = Array.from({ length: faulty }, (_, index) => ({
    file: `art/bad-${index}.png`,
    bytes: Buffer.alloc(100 + index),
  }));
  return { dir: makePictureProject(t, [...good, ...bad]), url: database.url };
}

const DRAWN = drawNoise(64, 64, 1).png().toBuffer();

/** Bytes after the end of a PNG change its hash and nothing else. */
export async function noise(index: number): Promise<Buffer> {
  return Buffer.concat([await DRAWN, Buffer.from(String(index))]);
}

export function sync(dir: string, url: string, args: readonly string[]) {
  return runProcess(process.execPath, [PROGRAM, ...args, "--db", url], dir, {});
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly status: number | null; readonly output: string }>;
}

/** A worker whose machine has another time; `hurry`: how many times as fast it is through with waiting. */
export function startWorker(
  t: TestContext,
  dir: string,
  url: string,
  { offset = 0, hurry = 1 } = {},
): Started {
  const clock = join(makeTempDir(t), "clock.mjs");
  writeFileSync(
    clock,
    `import { syncBuiltinESMExports } from "node:module"; import timers from "node:timers/promises";
const True = Date; const now = () => True.now() + ${offset};
globalThis.Date = class extends True { constructor(...args) { super(...(args.length === 0 ? [now()] : args)); } static now() { return now(); } };
const wait = timers.setTimeout; timers.setTimeout = (ms, ...args) => wait(ms / ${hurry}, ...args);
syncBuiltinESMExports();`,
  );
  const child = spawn(
    process.execPath,
    ["--import", pathToFileURL(clock).href, PROGRAM, "worker", "--concurrency", "3", "--db", url],
    { cwd: dir, env: cleanEnvironment() },
  );
  t.after(() => child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const ended = new Promise<{ status: number | null; output: string }>((resolve) => {
    child.once("close", (status) => resolve({ status, output }));
  });
  return { child, ended };
}

export function stop({ child, ended }: Started): Started["ended"] {
  child.kill("SIGTERM");
  return ended;
}

export async function workerIds(url: string): Promise<readonly string[]> {
  return (await ask(url, "SELECT id FROM sync_workers")).map(({ id }) => String(id));
}

export async function until<T>(look: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 1200; tries++) {
    const found = await look().catch(() => undefined);
    if (found) return found;
    await setTimeout(50);
  }
  throw new Error("it did not come to pass within a minute");
}
