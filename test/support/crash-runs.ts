import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Database from "better-sqlite3";
import { openProgram } from "../../src/cli/program.js";
import {
  changeWholeProject,
  dropFromSmallProject,
  writeSmallProject,
  writeWholeProject,
} from "./crash-project.js";
import { createGeneration } from "./generations.js";
import { PROJECT_DIR } from "./paths.js";
import { writeFiles } from "./project.js";
import { cleanEnvironment } from "./transcript.js";

/** When the state before was made, when the run comes that a fault hits, and when the one that follows it. */
export const [BEFORE, FIRST, LATER] = [
  "2026-01-01T00:00:00.000Z",
  "2026-01-02T03:04:05.000Z",
  // The lease and the claims of the first are over by then.
  "2026-01-02T04:04:05.000Z",
];

/** A program that writes, and the project that it finds. */
export interface CrashScenario {
  readonly name: string;
  /** Some of the points that it must have, as fault-at-write names them. */
  readonly reaches: readonly string[];
  readonly args: readonly string[];
  readonly prepare: (dir: string) => Promise<void>;
}

const APPLY = ["apply", "--yes", "--workers", "1"];

const EVERY_APPLY = [
  "insert sync_lock",
  "update sync_lock",
  "insert sync_runs",
  "insert sync_changes",
  "commit",
];
const THUMBNAILS = [
  ...["create file", "half a file", "flush file", "rename file", "file renamed", "flush folder"],
  ...["insert sync_thumbnails", "update images", "close database"],
];

/** Between them: every action, thumbnails that are made, made again and removed, and a migration. */
export const CRASH_SCENARIOS: readonly CrashScenario[] = [
  {
    name: "the first apply, which makes the database",
    reaches: [
      ...EVERY_APPLY,
      ...THUMBNAILS,
      "switch journal",
      "create images",
      "insert images",
      "make folder",
    ],
    args: APPLY,
    prepare: writeSmallProject,
  },
  {
    name: "an apply that adds, changes, moves, adopts and deletes",
    reaches: [
      ...EVERY_APPLY,
      ...THUMBNAILS,
      ...["insert", "delete"].flatMap((verb) =>
        ["images", "labels", "album_images", "sync_objects"].map((table) => `${verb} ${table}`),
      ),
      ...["update albums", "update images", "update sync_objects", "delete albums", "remove file"],
    ],
    args: [...APPLY, "--prune", "--allow-deletes", "9"],
    prepare: async (dir) => {
      await writeWholeProject(dir);
      await runHere(dir, APPLY, BEFORE);
      await changeWholeProject(dir);
    },
  },
  {
    name: "an apply that releases and restores",
    reaches: [...EVERY_APPLY, ...THUMBNAILS, "insert images", "update sync_objects", "remove file"],
    args: [...APPLY, "--restore", "all", "--allow-deletes", "9"],
    prepare: async (dir) => {
      await writeSmallProject(dir);
      await runHere(dir, APPLY, BEFORE);
      await dropFromSmallProject(dir);
    },
  },
  {
    name: "the migration of an old database",
    reaches: [
      "vacuum into",
      "alter albums",
      "update albums",
      "create sync_objects",
      "insert sync_migrations",
    ],
    args: ["db", "migrate"],
    prepare: async (dir) => {
      writeFiles(dir, { "sync.config.yaml": "estate: main\n", "manifests/.keep": "", "data/.keep": "" });
      createGeneration(join(dir, "data/albums.db"), "A");
    },
  },
];

/** How a process ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

const PRELOAD = pathToFileURL(join(PROJECT_DIR, "dist/test/support/fault-at-write.js")).href;
/** The command line of a process that fault-at-write watches, but for the words of `sync`. */
export const WATCHED = ["--import", PRELOAD, join(PROJECT_DIR, "bin/sync.js")] as const;

/** Runs `sync` at a time in a process of its own, watched; `faults` as fault-at-write reads them. */
export function runWatched(
  dir: string,
  args: readonly string[],
  clock: string,
  faults: NodeJS.ProcessEnv = {},
): Promise<Ending> {
  return runProcess(process.execPath, [...WATCHED, ...args], dir, { STOPPED_CLOCK: clock, ...faults });
}

/** Runs a program in a folder, without what would change what it prints. */
export function runProcess(
  program: string,
  args: readonly string[],
  cwd: string,
  more: NodeJS.ProcessEnv,
): Promise<Ending> {
  const child = spawn(program, args, { cwd, env: { ...cleanEnvironment(), ...more } });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => resolve({ status, signal, output }));
  });
}

/** Runs `sync` in this process, which is cheaper; what it printed, and throws unless it succeeds. */
export async function runHere(cwd: string, argv: readonly string[], clock: string): Promise<string> {
  let output = "";
  const stream = {
    write: (text: string) => {
      output += text;
      return true;
    },
  };
  const program = openProgram({
    argv,
    cwd,
    program: undefined,
    environment: cleanEnvironment(),
    streams: { stdin: {}, stdout: stream, stderr: stream },
    takeSignals: () => new AbortController().signal,
    now: () => new Date(clock),
  });
  const code = await program.run();
  if (code !== 0) throw new Error(`sync ${argv.join(" ")} ended with ${code}: ${output}`);
  return output;
}

/** A scenario made ready: how it writes, and how things stand after a run that nothing interrupts. */
export interface CrashStage {
  /** The names of its write points, in order. */
  readonly points: readonly string[];
  readonly expected: object;
  /** A copy of the project as it was when the run came to a point, counted from 1; for `keeps` alone. */
  copyAt(point: number): string;
  /** Puts that copy where the project was, which rows name, in place of what is there; gives that folder. */
  goBackTo(point: number): string;
  /** Makes the project anew in a folder that is not there yet, and gives that folder. */
  begin(name: string): string;
}

/** Prepares a scenario below a folder and runs it without a fault; `keeps` a copy of the project at each of its points. */
export async function stageScenario(
  top: string,
  { args, prepare, reaches }: CrashScenario,
  { keeps = false } = {},
): Promise<CrashStage> {
  const [start, copies] = [join(top, "start"), join(top, "copies")];
  for (const folder of [start, copies]) mkdirSync(folder, { recursive: true });
  await prepare(start);
  const begin = (name: string) => {
    const dir = join(top, name);
    cpSync(start, dir, { recursive: true });
    return dir;
  };
  const whole = begin("whole");
  const file = join(top, "points.json");
  const { status, output } = await runWatched(whole, args, FIRST, {
    WRITE_POINTS_FILE: file,
    ...(keeps && { COPIES: copies }),
  });
  assert.equal(status, 0, output);
  const points = JSON.parse(readFileSync(file, "utf8")) as readonly string[];
  const missing = reaches.filter((name) => !points.includes(name));
  assert.deepEqual(missing, [], "points that were never reached");
  const expected = describeEnd(whole);
  const copyAt = (point: number) => join(copies, String(point));
  const goBackTo = (point: number) => {
    rmSync(whole, { recursive: true });
    renameSync(copyAt(point), whole);
    return whole;
  };
  return { points, expected, copyAt, goBackTo, begin };
}

const QUERIES = [
  "SELECT * FROM albums ORDER BY id",
  "SELECT * FROM images ORDER BY id",
  "SELECT * FROM labels ORDER BY id",
  "SELECT * FROM album_images ORDER BY id",
  "SELECT * FROM sync_objects ORDER BY address",
  "SELECT image_id, guard, sha256, recipe, state, error FROM sync_thumbnails ORDER BY image_id",
  "SELECT run, address, action, before, after FROM sync_changes ORDER BY id",
  "SELECT number FROM sync_migrations ORDER BY number",
];

/** Rows and files as they stand, with both clocks read as one; a lease that ran out may lie about. */
export function describeEnd(dir: string): object {
  const database = new Database(join(dir, "data/albums.db"), { readonly: true });
  try {
    const rows = QUERIES.map((query) => database.prepare(query).all());
    const folder = join(dir, "data/thumbnails");
    const thumbnails = (existsSync(folder) ? readdirSync(folder).sort() : []).map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]);
    const text = JSON.stringify({ rows, thumbnails }).replaceAll(dir, "<dir>");
    return JSON.parse(text.replaceAll("2026-01-02 04:", "2026-01-02 03:")) as object;
  } finally {
    database.close();
  }
}
