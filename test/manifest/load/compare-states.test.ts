import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import fc from "fast-check";
import { findSame, loadStates } from "../../../src/manifest/load/compare-states.js";
import { loadEstate } from "../../../src/manifest/load/load.js";
import type { DesiredEstate } from "../../../src/model/estate.js";
import { canonicalJson, type Json } from "../../../src/model/json.js";
import { planChanges } from "../../../src/plan/plan.js";
import { simulateApply } from "../../../src/plan/simulate-apply.js";
import { renderPlanText } from "../../../src/report/text/plan-text.js";
import { UNLIMITED } from "../../support/law-database.js";
import { planOptions } from "../../support/memory-observation.js";
import { settingsOf } from "../../support/project.js";
import { editWorld, manifestEdits, startWorld, writeWorld } from "../../support/random-manifests.js";
import { LAW_RUNS } from "../../support/runs.js";
import { makeTempDir } from "../../support/temp-dir.js";

it("a plan between two states that leaves out what is the same is the plan between the whole states", async (t) => {
  const [now, before, part] = [1, 2, 3].map(() => makeProjectDir(makeTempDir(t))) as [string, string, string];
  const seen = { compared: 0, unread: 0, reached: 0 };
  const bring = (files: readonly string[]) => {
    for (const file of files) cpSync(join(before, file), join(part, file));
  };
  const states = fc.tuple(manifestEdits, fc.oneof(fc.constant([]), manifestEdits), fc.boolean());
  await fc.assert(
    fc.asyncProperty(states, async ([edits, more, escaped]) => {
      const world = startWorld();
      editWorld(world, more);
      writeWorld(before, world);
      editWorld(world, edits);
      writeWorld(now, world);
      if (escaped) for (const dir of [now, before]) escapeAll(dir);
      const whole = [now, before].map((dir) => loadEstate(settingsOf(dir)).estate);
      const same = findSame(settingsOf(now), (file, bytes) => {
        const path = join(before, file);
        return existsSync(path) && readFileSync(path).equals(bytes);
      });
      rmSync(join(part, "manifests"), { recursive: true });
      mkdirSync(join(part, "manifests"));
      const files = readdirSync(join(before, "manifests")).map((name) => `manifests/${name}`);
      bring(files.filter((file) => !same?.has(file)));
      const loaded = same && loadStates({ now: settingsOf(now), before: settingsOf(part), same, bring });
      if (loaded === undefined || whole[0] === undefined || whole[1] === undefined) {
        // Where only unread manifests are wrong, nothing is said of it.
        assert.ok(loaded !== undefined || whole.includes(undefined), "valid states were not loaded");
        return;
      }
      assert.deepEqual(await plan(loaded.now, loaded.before), await plan(whole[0], whole[1]));
      seen.compared++;
      seen.unread += loaded.now.unchangedManifests.size;
      seen.reached += (same?.size ?? 0) - loaded.now.unchangedManifests.size;
    }),
    { numRuns: LAW_RUNS, includeErrorInReport: true },
  );
  assert.ok(seen.compared > LAW_RUNS / 4 && seen.unread > LAW_RUNS / 4, JSON.stringify(seen));
  assert.ok(seen.reached > LAW_RUNS / 20, JSON.stringify(seen));
});

it("an image that an album gains reaches no manifest that names its other images", (t) => {
  const [now, before] = [1, 2].map(() => makeProjectDir(makeTempDir(t))) as [string, string];
  const world = startWorld();
  writeWorld(before, world);
  world.albums.get("a")?.images.push({ file: "a/3.png", bytesOf: 9 });
  writeWorld(now, world);
  const same = findSame(settingsOf(now), (file, bytes) => readFileSync(join(before, file)).equals(bytes));
  if (same === undefined) throw new Error("the states are not valid");
  const states = loadStates({ now: settingsOf(now), before: settingsOf(before), same, bring: () => {} });
  assert.deepEqual(states?.now.read.map(({ file }) => file).sort(), ["manifests/a.yaml", "manifests/t.yaml"]);
});

async function plan(now: DesiredEstate, before: DesiredEstate): Promise<Json> {
  const made = await planChanges(now, simulateApply(before.resources, planOptions().recipe), {
    ...planOptions(),
    ...UNLIMITED,
    prune: true,
    deleteForeign: true,
  });
  const text = renderPlanText(made, { color: false, columns: 100, verbose: true });
  // No database keeps records of either.
  return JSON.parse(canonicalJson([{ ...made, records: [] }, text] as unknown as Json)) as Json;
}

function makeProjectDir(dir: string): string {
  writeFileSync(join(dir, "sync.config.yaml"), "estate: main\n");
  mkdirSync(join(dir, "manifests"));
  return dir;
}

/** Writes each slash as an escape, so that no name stands in a manifest as it is. */
function escapeAll(dir: string): void {
  for (const name of readdirSync(join(dir, "manifests"))) {
    const path = join(dir, "manifests", name);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll("/", "\\/"));
  }
}
