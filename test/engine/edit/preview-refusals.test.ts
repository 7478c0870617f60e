import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { FilesChanged } from "../../../src/engine/edit/file-change.js";
import { previewEdits } from "../../../src/engine/edit/preview.js";
import { Failure } from "../../../src/engine/project/failure.js";
import { DECK, etagIn, makeEditProject, openQuietly, setSuffix } from "../../support/edit-project.js";

describe("a preview of edits that can't be made", () => {
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
});
