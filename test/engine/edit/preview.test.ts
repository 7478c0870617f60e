import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { previewEdits } from "../../../src/engine/edit/preview.js";
import {
  applyAll,
  CARDS,
  DECK,
  etagIn,
  makeEditProject,
  openQuietly,
  setSuffix,
} from "../../support/edit-project.js";

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
