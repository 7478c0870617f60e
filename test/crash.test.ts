import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import pLimit from "p-limit";
import {
  CRASH_SCENARIOS,
  describeEnd,
  FIRST,
  LATER,
  runHere,
  runWatched,
  stageScenario,
} from "./support/crash-runs.js";
import { STRIDE } from "./support/runs.js";

/** Two processes on their way, and one that is begun or looked at. */
const LANES = 3;

describe("a process that is killed at any point at which it writes", () => {
  let top: string;
  before(() => {
    top = mkdtempSync(join(tmpdir(), "album-sync-crash-"));
  });
  after(() => rmSync(top, { recursive: true, force: true }));

  for (const [index, scenario] of CRASH_SCENARIOS.entries()) {
    const { name, args } = scenario;
    it(`ends as if nothing had happened when ${name} is run again`, async (t: TestContext) => {
      const { points, expected, begin } = await stageScenario(join(top, String(index)), scenario);
      const limit = pLimit(LANES);
      const killAt = async (point: string, at: number) => {
        const where = `at point ${at} of ${points.length} (${point})`;
        const dir = begin(String(at));
        const killed = await runWatched(dir, args, FIRST, { FAULT: "kill", FAULT_AT: String(at) });
        assert.equal(killed.signal, "SIGKILL", `not killed ${where}: ${killed.output}`);
        await runHere(dir, args, LATER);
        assert.deepEqual(describeEnd(dir), expected, `after a kill ${where}`);
        rmSync(dir, { recursive: true });
      };
      const chosen = points.flatMap((point, index) =>
        index % STRIDE === 0 ? [{ point, at: index + 1 }] : [],
      );
      await Promise.all(chosen.map(({ point, at }) => limit(killAt, point, at)));
      t.diagnostic(`killed at ${chosen.length} of ${points.length} points`);
    });
  }
});
