import assert from "node:assert/strict";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { FileChange } from "../../../src/engine/edit/file-change.js";
import { previewEdits } from "../../../src/engine/edit/preview.js";
import { saveEdits } from "../../../src/engine/edit/save.js";
import { DEFAULT_REQUEST, loadPlan } from "../../../src/engine/plan/plan.js";
import { Failure } from "../../../src/engine/project/failure.js";
import type { CsvEdit } from "../../../src/manifest/edit/edit-csv.js";
import {
  applyAll,
  CARDS,
  CARDS_FILE,
  DECK,
  DECK_FILE,
  etagIn,
  makeEditProject,
  openQuietly,
  setSuffix,
} from "../../support/edit-project.js";
import { editWorld, manifestEdits, startWorld, writeWorld } from "../../support/random-manifests.js";
import { LAW_RUNS } from "../../support/runs.js";
import { makeTempDir } from "../../support/temp-dir.js";

const DEPTH = { whole: false, requireDatabase: false };

describe("a preview of any edits", () => {
  it("has the id of the plan that follows the save, over random projects and edits", async (t) => {
    const dir = realpathSync(makeTempDir(t));
    writeFileSync(join(dir, "sync.config.yaml"), "estate: main\n");
    let planned = 0;
    await fc.assert(
      fc.asyncProperty(manifestEdits, fc.boolean(), async (edits, isApplied) => {
        const world = startWorld();
        writeWorld(dir, world);
        rmSync(join(dir, "data"), { recursive: true, force: true });
        const project = await openQuietly(dir);
        if (isApplied) await applyAll(project);
        const old = snapshot(dir);
        editWorld(world, edits);
        writeWorld(dir, world);
        const now = snapshot(dir);
        restore(dir, old);
        const changes = [...new Set([...old.keys(), ...now.keys()])].map((file): FileChange => {
          const etag = old.has(file) ? etagIn(dir, file) : null;
          const text = now.get(file);
          return text === undefined ? { file, etag, remove: true } : { file, etag, text };
        });
        const preview = await previewEdits(project, changes);
        assert.deepEqual(snapshot(dir), old);
        const saved = await saveEdits(project, changes).catch((error: unknown) => error);
        if (preview.plan === null) {
          assert.ok(saved instanceof Failure && saved.kind === "invalid");
          assert.deepEqual(snapshot(dir), old);
          return;
        }
        assert.deepEqual(snapshot(dir), now);
        const { plan } = await loadPlan(project, DEFAULT_REQUEST, DEPTH);
        assert.equal(preview.plan.planId, plan.planId);
        planned++;
      }),
      { numRuns: Math.ceil(LAW_RUNS / 10), includeErrorInReport: true },
    );
    assert.ok(planned > LAW_RUNS / 40, `only ${planned} plans were made`);
  });

  it("has that id for edits of values and cells, too, in a project behind a link", async (t) => {
    const real = makeEditProject(t);
    const dir = join(makeTempDir(t), "link");
    symlinkSync(real, dir);
    const project = await openQuietly(dir);
    await applyAll(project);
    const cell = fc.record({
      op: fc.constantFrom("set", "set", "insert", "remove", "move"),
      row: fc.nat(2),
      to: fc.nat(2),
      column: fc.constantFrom("value", "suit", "look"),
      value: fc.constantFrom("Ace", "", "a, b", 'say "hi"', "two\nlines", "{look}"),
    });
    let planned = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { maxLength: 3 }),
        fc.constantFrom("soft light", "x", ""),
        async (wishes, suffix) => {
          writeFileSync(join(dir, CARDS_FILE), CARDS);
          writeFileSync(join(dir, DECK_FILE), DECK);
          const cells = wishes.map(
            ({ op, row, to, column, value }): CsvEdit =>
              op === "set"
                ? { op, row, column, value }
                : op === "insert"
                  ? { op, row, values: { [column]: value } }
                  : op === "move"
                    ? { op, row, to }
                    : { op: "remove", row },
          );
          const changes: FileChange[] = [
            { file: CARDS_FILE, etag: etagIn(dir, CARDS_FILE), cells },
            setSuffix(dir, suffix),
          ];
          const preview = await previewEdits(project, changes);
          if (preview.plan === null) {
            assert.ok(
              preview.diagnostics.every(({ source }) => /^(data|manifests)\//.test(source?.file ?? "")),
            );
            await assert.rejects(saveEdits(project, changes), Failure);
            return;
          }
          await saveEdits(project, changes);
          const { plan } = await loadPlan(project, DEFAULT_REQUEST, DEPTH);
          assert.equal(preview.plan.planId, plan.planId);
          planned++;
        },
      ),
      { numRuns: Math.ceil(LAW_RUNS / 10), includeErrorInReport: true },
    );
    assert.ok(planned > 0);
  });
});

function snapshot(dir: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(join(dir, "manifests")).map((name) => [
      `manifests/${name}`,
      readFileSync(join(dir, "manifests", name), "utf8"),
    ]),
  );
}

function restore(dir: string, files: ReadonlyMap<string, string>): void {
  rmSync(join(dir, "manifests"), { recursive: true });
  mkdirSync(join(dir, "manifests"));
  for (const [file, text] of files) writeFileSync(join(dir, file), text);
}
