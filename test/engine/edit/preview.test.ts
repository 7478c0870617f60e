import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
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
import { type FileChange, FilesChanged } from "../../../src/engine/edit/file-change.js";
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
} from "../../support/edit-project.js";
import { editWorld, manifestEdits, startWorld, writeWorld } from "../../support/random-manifests.js";
import { LAW_RUNS } from "../../support/runs.js";
import { makeTempDir } from "../../support/temp-dir.js";

const DEPTH = { whole: false, requireDatabase: false };
const setSuffix = (dir: string, value: string): FileChange => ({
  file: "manifests/deck.yaml",
  etag: etagIn(dir, "manifests/deck.yaml"),
  ops: [{ op: "set", path: ["style_suffix"], value }],
});

describe("a preview of edits", () => {
  it("shows the line that changes, the plan and every prompt, and writes nothing", async (t) => {
    const dir = makeEditProject(t);
    const project = await openQuietly(dir);
    const before = listAll(dir);
    const preview = await previewEdits(project, [setSuffix(dir, "hard light")]);
    assert.deepEqual(listAll(dir), before);
    assert.deepEqual(preview.diagnostics, []);
    assert.equal(preview.files.length, 1);
    assert.deepEqual(
      preview.files[0]?.diff.split("\n").filter((line) => /^[+-]/.test(line)),
      [
        "--- a/manifests/deck.yaml",
        "+++ b/manifests/deck.yaml",
        "-style_suffix: 'soft light'",
        "+style_suffix: 'hard light'",
      ],
    );
    assert.deepEqual(
      preview.prompts.map(({ template, key }) => [template, key]),
      ["Two of Spades", "Three of Hearts", "Four of Clubs"].map((key) => ["set-template:deck", key]),
    );
    assert.deepEqual(preview.prompts[0], {
      template: "set-template:deck",
      key: "Two of Spades",
      before: "Two of Spades, dark, wet. soft light",
      after: "Two of Spades, dark, wet. hard light",
    });
    assert.equal(preview.plan?.summary.actions.create, 2);
  });

  it("names only the prompts of the rows that cells change, also when the database knows the set", async (t) => {
    const dir = makeEditProject(t);
    const project = await openQuietly(dir);
    await applyAll(project);
    const etag = etagIn(dir, "data/deck.csv");
    const preview = await previewEdits(project, [
      {
        file: "data/deck.csv",
        etag,
        cells: [
          { op: "set", row: 1, column: "look", value: "bright" },
          { op: "remove", row: 2 },
          { op: "insert", row: 0, values: { value: "Ace", suit: "Spades" } },
        ],
      },
    ]);
    assert.deepEqual(
      preview.prompts.map(({ key, before, after }) => [key, before, after]),
      [
        ["Ace of Spades", null, "Ace of Spades, . soft light"],
        ["Three of Hearts", 'Three of Hearts, say "hi". soft light', "Three of Hearts, bright. soft light"],
        ["Four of Clubs", "Four of Clubs, plain. soft light", null],
      ],
    );
    assert.deepEqual(preview.plan?.summary.actions.update, 1);
    const back = await previewEdits(project, [{ file: "data/deck.csv", etag, text: CARDS.slice(1) }]);
    assert.deepEqual([back.files[0]?.diff, back.prompts, back.plan?.summary.actions.update], ["", [], 0]);
  });

  it("follows a set to its new slug, and tells of one that goes", async (t) => {
    const dir = makeEditProject(t);
    const project = await openQuietly(dir);
    const etag = etagIn(dir, "manifests/deck.yaml");
    const file = "manifests/deck.yaml";
    const renamed = await previewEdits(project, [
      {
        file,
        etag,
        ops: [
          { op: "set", path: ["slug"], value: "cards" },
          { op: "set", path: ["renamed_from"], value: "deck" },
        ],
      },
    ]);
    assert.deepEqual(renamed.prompts, []);
    const gone = await previewEdits(project, [{ file, etag, remove: true }]);
    assert.equal(gone.prompts.length, 3);
    assert.ok(gone.prompts.every(({ after }) => after === null));
    assert.deepEqual(
      gone.diagnostics.map(({ code }) => code),
      ["unknown-template"],
    );
  });

  it("has the problems of the project as it would be, with their places", async (t) => {
    const dir = makeEditProject(t);
    const project = await openQuietly(dir);
    const etag = etagIn(dir, "manifests/deck.yaml");
    const { diagnostics, plan, prompts } = await previewEdits(project, [
      { file: "manifests/deck.yaml", etag, text: DECK.replace("{look}", "{lok}") },
    ]);
    assert.equal(plan, null);
    assert.deepEqual(
      diagnostics.map(({ code, source }) => [code, source?.file, source?.line, source?.column]),
      [["placeholder-unknown", "manifests/deck.yaml", 8, 38]],
    );
    assert.equal(prompts[0]?.after, "Two of Spades, {lok}. soft light");
  });

  it("says where a file can't be edited", async (t) => {
    const dir = makeEditProject(t, { "data/deck.csv": 'value,suit,look\nTwo,"Spades,x\n' });
    const { diagnostics, plan } = await previewEdits(await openQuietly(dir), [
      {
        file: "data/deck.csv",
        etag: etagIn(dir, "data/deck.csv"),
        cells: [{ op: "set", row: 0, column: "look", value: "x" }],
      },
    ]);
    assert.equal(plan, null);
    assert.deepEqual(
      diagnostics.map(({ code, source }) => [code, source?.file, source?.line, source?.column]),
      [["csv-unterminated-quote", "data/deck.csv", 2, 5]],
    );
  });

  it("has no plan where the database can't be read, and still looks at the manifests", async (t) => {
    const dir = makeEditProject(t, {
      "sync.config.yaml": "estate: main\ndatabase: sqlite:albums.db\n",
      "albums.db": "no",
    });
    const { diagnostics, plan, prompts } = await previewEdits(await openQuietly(dir), [setSuffix(dir, "x")]);
    assert.deepEqual([plan, prompts.length], [null, 3]);
    assert.match(diagnostics.map(({ code }) => code).join(), /^database-/);
  });

  it("is of the bytes that the edits were made for, or of none", async (t) => {
    const dir = makeEditProject(t);
    const project = await openQuietly(dir);
    const change = setSuffix(dir, "x");
    writeFileSync(join(dir, "manifests/deck.yaml"), `${DECK}# new\n`);
    for (const stale of [change, { ...change, etag: null }])
      await assert.rejects(previewEdits(project, [stale]), (error) => {
        assert.ok(error instanceof FilesChanged);
        assert.deepEqual(
          error.current.map(({ path, bytes }) => [path, String(bytes)]),
          [["manifests/deck.yaml", `${DECK}# new\n`]],
        );
        return true;
      });
  });

  it("refuses every file that is no manifest and belongs to none", async (t) => {
    const dir = makeEditProject(t, {
      "data/other.csv": "a\n1\n",
      "manifests/.hidden.yaml": "",
      "notes.yaml": "",
      ".git/x.csv": "a\n",
      "elsewhere/real.yaml": DECK,
      "manifests/folder.yaml/x.txt": "",
    });
    symlinkSync("../elsewhere/real.yaml", join(dir, "manifests/link.yaml"));
    symlinkSync("../elsewhere", join(dir, "manifests/folder"));
    const project = await openQuietly(dir);
    const paths = [
      "data/other.csv",
      "manifests/.hidden.yaml",
      "notes.yaml",
      "sync.config.yaml",
      ".git/x.csv",
      "manifests/link.yaml",
      "manifests/folder/real.yaml",
      "manifests/../manifests/deck.yaml",
      "../manifests/deck.yaml",
      "manifests\\deck.yaml",
      "manifests//deck.yaml",
      "./manifests/deck.yaml",
      join(dir, "manifests/deck.yaml"),
      "",
      "data/new.csv",
      "manifests/deck.yaml/more.yaml",
      "manifests/folder.yaml",
      "manifests/a\0.yaml",
      "manifests/\ud800.yaml",
      `manifests/${"x".repeat(300)}.yaml`,
    ];
    for (const file of paths)
      await assert.rejects(
        previewEdits(project, [{ file, etag: null, text: "x" }, setSuffix(dir, "y")]),
        (error) =>
          error instanceof Failure &&
          ["file-not-editable", "file-changed"].includes(error.diagnostics[0]?.code ?? ""),
        file,
      );
    for (const file of paths.filter((path) => !path.includes("other.csv")))
      await assert.rejects(
        previewEdits(project, [{ file, etag: null, text: "x" }]),
        (error) => error instanceof Failure && error.diagnostics[0]?.code === "file-not-editable",
        file,
      );
    await assert.rejects(
      previewEdits(project, [{ file: "data/other.csv", etag: etagIn(dir, "data/other.csv"), remove: true }]),
      (error) => error instanceof Failure && error.diagnostics[0]?.code === "file-not-editable",
    );
  });

  it("refuses the configuration also where manifests lie beside it", async (t) => {
    const dir = makeEditProject(t, { "sync.config.yaml": "estate: main\nmanifests: [.]\n" });
    await assert.rejects(
      previewEdits(await openQuietly(dir), [{ file: "sync.config.yaml", etag: null, text: "" }]),
      (error) => error instanceof Failure && error.diagnostics[0]?.code === "file-not-editable",
    );
  });

  it("makes no steps of a file that does not exist", async (t) => {
    const project = await openQuietly(makeEditProject(t));
    for (const edit of [{ ops: [] }, { cells: [] }, { remove: true }] as const)
      await assert.rejects(
        previewEdits(project, [{ file: "manifests/new.yaml", etag: null, ...edit }]),
        (error) => error instanceof Failure && error.kind === "usage",
      );
  });

  it("takes a table that only the edited manifest names", async (t) => {
    const dir = makeEditProject(t);
    const { diagnostics, prompts } = await previewEdits(await openQuietly(dir), [
      { file: "data/n\u00fc.csv", etag: null, text: "value,suit,look\nOne,x,y\n" },
      {
        file: "manifests/deck.yaml",
        etag: etagIn(dir, "manifests/deck.yaml"),
        text: DECK.replace("../data/deck.csv", '"../data/n\\u00fc.csv"'),
      },
    ]);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(prompts.map(({ key }) => key).sort(), [
      "Four of Clubs",
      "One of x",
      "Three of Hearts",
      "Two of Spades",
    ]);
  });

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

  it("is a patch that git can apply", async (t) => {
    const dir = makeEditProject(t);
    const { files } = await previewEdits(await openQuietly(dir), [
      setSuffix(dir, "hard light"),
      {
        file: "data/deck.csv",
        etag: etagIn(dir, "data/deck.csv"),
        cells: [{ op: "set", row: 2, column: "look", value: "shiny" }],
      },
      { file: "manifests/more.yaml", etag: null, text: "kind: album\nslug: more\nname: More\nimages: []\n" },
    ]);
    execFileSync("git", ["apply", "-"], { cwd: dir, input: files.map(({ diff }) => diff).join("") });
    assert.equal(readFileSync(join(dir, "data/deck.csv"), "utf8"), CARDS.replace("plain", "shiny"));
    assert.equal(readFileSync(join(dir, "manifests/deck.yaml"), "utf8"), DECK.replace("soft", "hard"));
    assert.match(readFileSync(join(dir, "manifests/more.yaml"), "utf8"), /slug: more/);
  });
});

function listAll(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" }).sort();
}

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
