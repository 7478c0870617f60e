import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import type { Settings } from "../../../src/model/estate.js";
import { canonicalJson, type Json } from "../../../src/model/json.js";
import { openLawDatabase, UNLIMITED } from "../../support/law-database.js";
import { settingsOf } from "../../support/project.js";
import { editWorld, manifestEdits, startWorld, writeWorld } from "../../support/random-manifests.js";
import { LAW_RUNS } from "../../support/runs.js";
import { makeTempDir } from "../../support/temp-dir.js";

let opened: Awaited<ReturnType<typeof openLawDatabase>>;

before(async () => {
  opened = await openLawDatabase();
});
after(() => opened.remove());

type Snapshot = ReadonlyMap<string, Buffer>;

describe("files that are not saved yet", () => {
  it("give the plan and the diagnostics that they give once they are saved", async (t) => {
    const dir = realpathSync(makeTempDir(t));
    writeFileSync(join(dir, "sync.config.yaml"), "estate: main\n");
    const settings = settingsOf(dir);
    let valid = 0;
    await fc.assert(
      fc.asyncProperty(manifestEdits, fc.boolean(), (edits, isApplied) =>
        opened.use(async (database) => {
          const plan = async (from: Settings) => {
            const planned = await database.planProject(from, false, UNLIMITED);
            return canonicalJson([planned.plan ?? null, planned.diagnostics] as unknown as Json);
          };
          const world = startWorld();
          writeWorld(dir, world);
          if (isApplied) {
            const first = await database.planProject(settings, true);
            assert.ok(first.plan);
            await database.execute(first.plan, first.baseline);
          }
          const old = takeSnapshot(dir);
          editWorld(world, edits);
          writeWorld(dir, world);
          const saved = takeSnapshot(dir);
          const expected = await plan(settings);
          restore(dir, old);
          const gone = [...old.keys()]
            .filter((file) => !saved.has(file))
            .map((file) => [file, null] as const);
          assert.equal(await plan({ ...settings, unsaved: new Map([...saved, ...gone]) }), expected);
          assert.deepEqual(takeSnapshot(dir), old);
          if (!expected.startsWith("[null")) valid++;
        }),
      ),
      { numRuns: LAW_RUNS },
    );
    assert.ok(valid > LAW_RUNS / 4, `only ${valid} plans were made`);
  });
});

function takeSnapshot(dir: string): Snapshot {
  const manifests = join(dir, "manifests");
  return new Map(
    readdirSync(manifests).map((name) => [join(manifests, name), readFileSync(join(manifests, name))]),
  );
}

function restore(dir: string, files: Snapshot): void {
  rmSync(join(dir, "manifests"), { recursive: true });
  mkdirSync(join(dir, "manifests"));
  for (const [file, bytes] of files) writeFileSync(file, bytes);
}
