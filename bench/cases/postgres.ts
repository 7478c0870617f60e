import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Bench } from "../bench.js";
import type { Benchmark, Outcome } from "../benchmark.js";
import { dirOf, ROWS_ONLY } from "../estates/estates.js";
import { atLeast, atMost, peakOf, ratioOf, speedOf } from "../goals.js";
import { type Command, measure } from "../measure.js";
import { DatabasesOfRun } from "../server-databases.js";

const SIZE = 100_000;
const ROWS = "sync apply, its rows alone, PostgreSQL";
const COPY = "psql \\copy";
const PLAN = "sync plan, PostgreSQL";
const FILE = "sync plan, SQLite";

/** Tables that a first apply fills, those that others name first; columns are named, since a copy is by their order. */
const TABLES = ["albums", "images", "labels", "album_images"];
const OWN_TABLES = ["sync_objects", "sync_runs", "sync_changes", "sync_manifests", "sync_refs"];

export const postgres: Benchmark = {
  name: "postgres",
  title: "PostgreSQL",
  about: [
    "On a server of its own on the same machine that does not flush to disk, or on the one that SYNC_TEST_POSTGRES_URL names, in databases of this run. `sync apply` into an empty database, without thumbnails and without looking at files. Its rows alone: what it reports as elapsed, from taking the plan to the closed run; the rows of all tables are counted.",
    "`psql \\copy` writes the same rows, from files, into the same tables with the same indexes and references, in one transaction, with the marks of foreign writes silenced.",
    "A plan that finds nothing to do, all thumbnails recorded as made, on the server and on a file with the same rows.",
  ],
  run: async (bench) => {
    const { startPostgres } = await import(pathToFileURL(join(bench.project, "scripts/postgres.mjs")).href);
    const server = (await startPostgres()) as { readonly url: string; stop(): Promise<void> };
    const databases = new DatabasesOfRun(server.url, psql);
    try {
      return measureOn(bench, databases);
    } finally {
      try {
        databases.drop();
      } finally {
        await server.stop();
      }
    }
  },
};

function psql(url: string, ...commands: readonly string[]): string {
  const words = ["-qAtX", "-v", "ON_ERROR_STOP=1", url, ...commands.flatMap((line) => ["-c", line])];
  return execFileSync("psql", words, { encoding: "utf8" });
}

function measureOn(bench: Bench, databases: DatabasesOfRun): Outcome {
  const images = bench.scale(SIZE);
  const dir = dirOf(bench.estates.applied(images, "with files"));
  const urlOf = (what: string) => databases.urlOf(what);
  databases.renew("filled");
  const apply = bench.sync(dir, ...ROWS_ONLY, "--db", urlOf("filled"));
  measure(apply);
  const folder = join(dir, "data/copied");
  mkdirSync(folder);
  const files = [...TABLES, ...OWN_TABLES].map((table) => ({ table, file: join(folder, table) }));
  psql(urlOf("filled"), ...files.map(({ table, file }) => `\\copy ${table} TO '${file}'`));
  const count = files.reduce(
    (sum, { table }) => sum + Number(psql(urlOf("filled"), `SELECT count(*) FROM ${table}`)),
    0,
  );
  databases.renew("blank", "filled");
  psql(urlOf("blank"), `TRUNCATE ${[...TABLES, ...OWN_TABLES].join(", ")}`);

  const copy: Command = {
    program: "psql",
    words: [
      ...["-qAtX1", "-v", "ON_ERROR_STOP=1", urlOf("peer"), "-c", "SET LOCAL album_sync.writes = 'own'"],
      ...files.flatMap(({ table, file }) => ["-c", `\\copy ${table} FROM '${file}'`]),
    ],
    cwd: dir,
    prepare: () => databases.renew("peer", "blank"),
  };
  const first: Command = {
    ...bench.sync(dir, ...ROWS_ONLY, "--db", urlOf("first")),
    prepare: () => databases.renew("first"),
    readSeconds: (stdout) => (JSON.parse(stdout) as { elapsedMs: number }).elapsedMs / 1000,
  };
  const amount = { count, unit: "rows" };
  const written = bench.compare(
    [
      { variant: ROWS, ours: true, images, amount, command: first },
      { variant: COPY, ours: false, images, amount, command: copy },
    ],
    0.1,
  );
  measure(bench.part("settle-thumbnails", dir, dir, urlOf("filled")));
  const planned = bench.compare(
    [
      { variant: PLAN, ours: true, images, command: bench.sync(dir, "plan", "--db", urlOf("filled")) },
      { variant: FILE, ours: true, images, command: bench.sync(dir, "plan") },
    ],
    0.05,
  );
  const rows = [...written, ...planned];
  return {
    rows,
    goals: [
      atLeast("rows written to PostgreSQL, against psql \\copy", 0.7, "×", speedOf(rows, ROWS, COPY, images)),
      atMost("a plan that finds nothing to do, against SQLite", 2, "×", ratioOf(rows, PLAN, FILE, images)),
      atMost("memory of a first apply", 400, "MB", peakOf(rows, ROWS, images)),
      atMost("memory of that plan", 150, "MB", peakOf(rows, PLAN, images)),
    ],
  };
}
