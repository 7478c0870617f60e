import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
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

/** Processes at a time. */
const LANES = 2;

/** Every so many-th point at which a process is really killed, to see that it leaves what the copy of that point holds. */
const KILL_EVERY = 16;

describe("a process that is killed at any point at which it writes", () => {
  let top: string;
  before(() => {
    top = mkdtempSync(join(tmpdir(), "album-sync-crash-"));
  });
  after(() => rmSync(top, { recursive: true, force: true }));

  for (const [index, scenario] of CRASH_SCENARIOS.entries()) {
    const { name, args } = scenario;
    it(`ends as if nothing had happened when ${name} is run again`, async (t: TestContext) => {
      const stage = await stageScenario(join(top, String(index)), scenario, { keeps: true });
      const { points, expected } = stage;
      const chosen = points.flatMap((point, index) =>
        index % STRIDE === 0 ? [{ point, at: index + 1 }] : [],
      );
      const limit = pLimit(LANES);
      const kill = async ({ point, at }: { readonly point: string; readonly at: number }) => {
        const dir = stage.begin(`killed-${at}`);
        const { signal, output } = await runWatched(dir, args, FIRST, {
          FAULT: "kill",
          FAULT_AT: String(at),
        });
        assert.equal(signal, "SIGKILL", `not killed at ${point}: ${output}`);
        assert.deepEqual(listFiles(dir), listFiles(stage.copyAt(at)), `killed at point ${at} (${point})`);
        rmSync(dir, { recursive: true });
      };
      const killed = chosen.filter(({ at }) => at % KILL_EVERY === 1);
      await Promise.all(killed.map((spot) => limit(kill, spot)));
      for (const { point, at } of chosen) {
        const dir = stage.goBackTo(at);
        await runHere(dir, args, LATER);
        assert.deepEqual(describeEnd(dir), expected, `after point ${at} of ${points.length} (${point})`);
      }
      t.diagnostic(`went on from ${chosen.length} of ${points.length} points, killed at ${killed.length}`);
    });
  }
});

/** Every file below a folder with its size. */
function listFiles(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .map((name) => ({ name, stat: statSync(join(dir, name)) }))
    .map(({ name, stat }) => (stat.isFile() ? `${name} ${stat.size}` : name))
    .sort();
}
