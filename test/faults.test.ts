import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import Database from "better-sqlite3";
import pLimit from "p-limit";
import {
  CRASH_SCENARIOS,
  type CrashScenario,
  type CrashStage,
  describeEnd,
  type Ending,
  FIRST,
  LATER,
  runHere,
  runProcess,
  runWatched,
  stageScenario,
  WATCHED,
} from "./support/crash-runs.js";
import { LAW_RUNS, STRIDE } from "./support/runs.js";

const LANES = 3;

/** The same where most of the time is spent waiting for a lock. */
const WAITING_LANES = 8;
// Disks are mounted in a namespace of the test's own, which not every kernel allows.
const skip = spawnSync("unshare", ["-rm", "true"]).status === 0 ? false : "no mount namespaces here";

interface Staged extends CrashStage {
  readonly scenario: CrashScenario;
}

/** A point at which a fault is to happen. */
interface Spot {
  readonly stage: Staged;
  readonly at: number;
  readonly where: string;
}

describe("a run that meets", () => {
  let top: string;
  let stages: readonly Staged[];
  before(async () => {
    top = mkdtempSync(join(tmpdir(), "album-sync-faults-"));
    stages = await Promise.all(
      CRASH_SCENARIOS.map(async (scenario, index) => ({
        scenario,
        ...(await stageScenario(join(top, String(index)), scenario)),
      })),
    );
  });
  after(() => rmSync(top, { recursive: true, force: true }));

  it("SIGTERM stops at a safe point, gives the lock back, and goes on at once", async (t) => {
    await atEachSpot(t, chooseSpots(stages), async ({ stage, at, where }) => {
      const dir = stage.begin(`terminate-${at}`);
      const { args } = stage.scenario;
      const ending = await runWatched(dir, args, FIRST, { FAULT: "terminate", FAULT_AT: String(at) });
      // Before it takes the lock it only reads, and may be ended anywhere.
      const mayEnd = at < stage.points.indexOf("insert sync_lock");
      // And who is done before he hears of it, is done.
      assert.ok([143, 0].includes(ending.status ?? -1) || mayEnd, `${where}: ${describeEnding(ending)}`);
      if (!mayEnd) assert.deepEqual(listLocks(dir), [], where);
      await runHere(dir, [...args, "--lock-timeout", "0"], FIRST);
      return dir;
    });
  });

  it("a database that somebody locked for good says so, and goes on when it is free", async (t) => {
    const meetLock = async ({ stage, at }: Spot) => {
      const dir = stage.begin(`lock-${at}`);
      const { args } = stage.scenario;
      const file = join(dir, "data/albums.db");
      const faults = { FAULT: "lock", FAULT_AT: String(at), FAULT_FILE: file, SYNC_LOCK_TIMEOUT: "2s" };
      const ending = await runWatched(dir, args, FIRST, faults);
      // Within the last transaction nobody else gets the lock, and after it nothing is written.
      const isLast = at > stage.points.lastIndexOf("committed", stage.points.lastIndexOf("committed") - 1);
      if (isFirstOfSort(stage, at) || !isLast || ending.status !== 0)
        checkRefusal(stage, at, ending, 7, /^error\[database-busy\]/m);
      await runHere(dir, args, LATER);
      return dir;
    };
    await atEachSpot(t, chooseSpots(stages), meetLock, WAITING_LANES);
  });

  it("a disk that is full from some point on says so, and goes on with room", { skip }, async (t) => {
    await atEachSpot(t, chooseSpots(stages), async ({ stage, at }) => {
      const dir = stage.begin(`fill-${at}`);
      const { args } = stage.scenario;
      const ending = await onSmallDisk(dir, args, at);
      await runHere(dir, args, LATER);
      checkRefusal(stage, at, ending, 1, /^error\[(database-full|disk-full)\] .*\/.* no space is left/m);
      return dir;
    });
  });

  it("assets that vanish while thumbnails are made lists what failed, and goes on when they are back", async (t) => {
    const spots = chooseSpots(stages.slice(0, 1)).filter(({ where }) => /sync_thumbnails|file/.test(where));
    await atEachSpot(t, spots, async ({ stage, at, where }) => {
      const dir = stage.begin(`hide-${at}`);
      const { args } = stage.scenario;
      const assets = join(dir, "data/legacy");
      const faults = { FAULT: "hide", FAULT_AT: String(at), FAULT_FILE: assets };
      const ending = await runWatched(dir, args, FIRST, faults);
      // Once a thumbnail is written, the sources of both may have been read.
      if (isFirstOfSort(stage, at) || !/ 2 thumbnails made/.test(ending.output)) {
        assert.equal(ending.status, 6, `${where}: ${describeEnding(ending)}`);
        assert.match(ending.output, /a\/2\.png does not exist/, where);
      }
      renameSync(`${assets}.hidden`, assets);
      await runHere(dir, [...args, "--retry"], LATER);
      return dir;
    });
  });

  it("a read-only folder says so, and goes on when it may write", { skip }, async (t) => {
    const applies = stages.slice(0, 3);
    const spots = [
      ...stages.map((stage) => ({ stage, at: 0, where: "data" })),
      ...applies.map((stage) => ({ stage, at: 0, where: "data/thumbnails" })),
    ];
    await atEachSpot(t, spots, async ({ stage, where }) => {
      const dir = stage.begin(`read-only-${basename(where)}`);
      const { status, output } = await onReadOnly(dir, where, stage.scenario.args);
      const spot = `${stage.scenario.name}, ${where}`;
      assert.equal(status, 1, `${spot}: ${output}`);
      assert.match(output, /^error\[(database-read-only|system)\]/m, `${spot}: ${output}`);
      return dir;
    });
  });

  /** Runs the fault and what follows it at each spot; afterwards rows and files are those of an uninterrupted run. */
  async function atEachSpot(
    t: TestContext,
    spots: readonly Spot[],
    meet: (spot: Spot) => Promise<string>,
    lanes = LANES,
  ): Promise<void> {
    const chosen = spots.filter((_, index) => index % STRIDE === 0);
    const limit = pLimit(lanes);
    const checkSpot = async (spot: Spot) => {
      const dir = await meet(spot);
      assert.deepEqual(describeEnd(dir), spot.stage.expected, spot.where);
      rmSync(dir, { recursive: true });
    };
    const ends = await Promise.allSettled(chosen.map((spot) => limit(checkSpot, spot)));
    const failed = ends.filter((end) => end.status === "rejected");
    if (failed[0] !== undefined) throw new Error(`${failed.length} times; ${failed[0].reason}`);
    t.diagnostic(`met at ${chosen.length} points`);
  }
});

/** One point of each sort that there is, in the first scenario that has it; in the long run all points. */
function chooseSpots(stages: readonly Staged[]): readonly Spot[] {
  const seen = new Set<string>();
  return stages.flatMap((stage) =>
    stage.points.flatMap((point, index) => {
      const sort = point === "create file" ? point : point.replace(/^(create|alter) .*/, "$1");
      if (LAW_RUNS <= 1000 && seen.has(sort)) return [];
      seen.add(sort);
      const where = `${stage.scenario.name}, point ${index + 1} of ${stage.points.length} (${point})`;
      return [{ stage, at: index + 1, where }];
    }),
  );
}

/** True for the points that the short run looks at: what they meet is the same each time. */
function isFirstOfSort({ points }: Staged, at: number): boolean {
  return points.indexOf(points[at - 1] as string) === at - 1;
}

function listLocks(dir: string): readonly unknown[] {
  const database = new Database(join(dir, "data/albums.db"), { readonly: true });
  try {
    return database.prepare("SELECT * FROM sync_lock").all();
  } finally {
    database.close();
  }
}

/** The run failed and said why, unless nothing was left to be written by then. */
function checkRefusal(stage: Staged, at: number, ending: Ending, status: number, message: RegExp): void {
  const where = `${stage.scenario.name}, point ${at}: ${describeEnding(ending)}`;
  const isOver = at > stage.points.lastIndexOf("committed");
  assert.equal(ending.status, isOver ? 0 : status, where);
  if (!isOver) assert.match(ending.output, message, where);
}

function describeEnding({ status, signal, output }: Ending): string {
  return `${signal ?? status}: …${output.slice(-300)}`;
}

/** Runs with a folder that is read-only, then with one that is not. */
function onReadOnly(dir: string, folder: string, args: readonly string[]): Promise<Ending> {
  const line = quoteCommand(args);
  const script = `set -e; code=0; cd "$DIR"; mkdir -p ${folder}; mount --bind ${folder} ${folder}
    mount -o remount,bind,ro ${folder}; STOPPED_CLOCK=${FIRST} ${line} || code=$?; umount ${folder}
    STOPPED_CLOCK=${LATER} ${line} > /dev/null
    exit $code`;
  return runProcess("unshare", ["-rm", "bash", "-c", script], "/", { DIR: dir });
}

function quoteCommand(args: readonly string[]): string {
  return [process.execPath, ...WATCHED, ...args].map((word) => `'${word}'`).join(" ");
}

/** Runs in a small disk that is full from a point on; what it leaves behind is copied back. */
function onSmallDisk(dir: string, args: readonly string[], at: number): Promise<Ending> {
  const line = quoteCommand(args);
  const script = `set -e; code=0
    cp -a "$DIR" "$DIR.back"; mount -t tmpfs -o size=4m tmpfs "$DIR"; cp -a "$DIR.back/." "$DIR"; cd "$DIR"
    FAULT=fill FAULT_AT=${at} FAULT_FILE="$DIR/filler" STOPPED_CLOCK=${FIRST} ${line} || code=$?
    rm -f filler
    rm -rf "$DIR.back"; cp -a "$DIR" "$DIR.back"; cd /; umount "$DIR"; rm -rf "$DIR"; mv "$DIR.back" "$DIR"
    exit $code`;
  return runProcess("unshare", ["-rm", "bash", "-c", script], "/", { DIR: dir });
}
