import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import Database from "better-sqlite3";
import { createGeneration } from "./support/generations.js";
import { PROJECT_DIR } from "./support/paths.js";
import { LAW_RUNS } from "./support/runs.js";
import { cleanEnvironment } from "./support/transcript.js";

const FIRST = "2026-01-02T03:04:05.000Z";
/** The run after a kill comes when the lease and the claims of the killed one are over. */
const LATER = "2026-01-02T04:04:05.000Z";
const PRELOAD = pathToFileURL(join(PROJECT_DIR, "dist/test/support/kill-at-write.js")).href;
/** The usual run looks at every ninth point, the long run at all of them. */
const STRIDE = LAW_RUNS > 1000 ? 1 : 9;

interface Scenario {
  readonly name: string;
  readonly args: readonly string[];
  readonly prepare: (dir: string) => Promise<void>;
}

const APPLY = ["apply", "--yes", "--workers", "1"];
const SCENARIOS: readonly Scenario[] = [
  { name: "the first apply, which makes the database", args: APPLY, prepare: async () => {} },
  {
    name: "an apply that changes, moves, adds and deletes",
    args: [...APPLY, "--prune", "--allow-deletes", "9"],
    prepare: async (dir) => {
      assert.equal((await run(dir, APPLY, "2026-01-01T00:00:00.000Z")).status, 0);
      changeManifests(dir);
    },
  },
  {
    name: "the migration of an old database",
    args: ["db", "migrate"],
    prepare: async (dir) => createGeneration(join(dir, "data/albums.db"), "A"),
  },
];

/** Other values, a picture under another name, one taken away, one in its place. */
function changeManifests(dir: string): void {
  const manifest = join(dir, "manifests/albums/walks.yaml");
  const text = readFileSync(manifest, "utf8");
  const folder = join(dir, "data/legacy/singles/2025-10");
  renameSync(join(folder, "20251002_080000_blue_lake.png"), join(folder, "lake.png"));
  const green = text.slice(text.indexOf("  - file: singles/2025-10/20251003"));
  const red = text.slice(
    text.indexOf("  - file: singles/2025-10/20251001"),
    text.indexOf("  - file: singles/2025-10/20251002"),
  );
  cpSync(join(folder, "20251001_080000_red_hill.png"), join(folder, "again.png"));
  const edited = text
    .replace(green, red.replace("20251001_080000_red_hill", "again"))
    .replace("20251002_080000_blue_lake", "lake")
    .replace("A red hill", "A reddish hill")
    .replace("{ text: hill, type: tag }", "{ text: mountain, type: tag }");
  writeFileSync(manifest, edited);
}

interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

function run(
  dir: string,
  args: readonly string[],
  clock: string,
  more: NodeJS.ProcessEnv = {},
): Promise<Ending> {
  const env = { ...cleanEnvironment(), ...more, STOPPED_CLOCK: clock };
  const child = spawn(process.execPath, ["--import", PRELOAD, join(PROJECT_DIR, "bin/sync.js"), ...args], {
    cwd: dir,
    env,
  });
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
function describeEnd(dir: string): object {
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

describe("a process that is killed at any point at which it writes", { concurrency: 2 }, () => {
  let top: string;
  before(() => {
    top = mkdtempSync(join(tmpdir(), "album-sync-crash-"));
  });
  after(() => rmSync(top, { recursive: true, force: true }));

  SCENARIOS.forEach(({ name, args, prepare }, index) => {
    it(`ends as if nothing had happened when ${name} is run again`, async () => {
      const start = join(top, `${index}-start`);
      cpSync(join(PROJECT_DIR, "test/cli/fixtures/project"), start, { recursive: true });
      await prepare(start);
      const begin = (dir: string) => {
        cpSync(start, dir, { recursive: true });
        return dir;
      };

      const whole = begin(join(top, `${index}-whole`));
      const countFile = join(top, `${index}-count`);
      const uninterrupted = await run(whole, args, FIRST, { WRITE_COUNT_FILE: countFile });
      assert.equal(uninterrupted.status, 0, uninterrupted.output);
      const points = Number(readFileSync(countFile, "utf8"));
      assert.ok(points > 10, `only ${points} points`);
      const expected = describeEnd(whole);

      for (let point = 1; point <= points; point += STRIDE) {
        const dir = begin(join(top, `${index}-${point}`));
        const killed = await run(dir, args, FIRST, { KILL_AT: String(point) });
        assert.equal(
          killed.signal,
          "SIGKILL",
          `point ${point} of ${points} was not reached: ${killed.output}`,
        );
        const again = await run(dir, args, LATER);
        assert.equal(again.status, 0, `after point ${point}: ${again.output}`);
        assert.deepEqual(describeEnd(dir), expected, `after point ${point} of ${points}`);
        rmSync(dir, { recursive: true });
      }
    });
  });
});
