import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type FileChange, FilesChanged } from "../../../src/engine/edit/file-change.js";
import { saveEdits, undoSave } from "../../../src/engine/edit/save.js";
import { Failure } from "../../../src/engine/project/failure.js";
import { CARDS, DECK, etagIn, makeEditProject, openQuietly } from "../../support/edit-project.js";

const MANIFEST = "manifests/deck.yaml";
const TABLE = "data/deck.csv";

function edits(dir: string): readonly FileChange[] {
  return [
    {
      file: MANIFEST,
      etag: etagIn(dir, MANIFEST),
      ops: [{ op: "set", path: ["style_suffix"], value: "hard light" }],
    },
    {
      file: TABLE,
      etag: etagIn(dir, TABLE),
      cells: [{ op: "set", row: 0, column: "look", value: 'bright, "odd"' }],
    },
    {
      file: "manifests/new/more.yaml",
      etag: null,
      text: "kind: album\nslug: more\nname: More\nimages: []\n",
    },
  ];
}

const text = (dir: string, path: string) =>
  existsSync(join(dir, path)) ? readFileSync(join(dir, path), "utf8") : null;

describe("saving edits", () => {
  it("changes the line and the cell, and no other byte; undo gives all bytes back", async (t) => {
    const dir = makeEditProject(t);
    const project = await openQuietly(dir);
    const { files, undo } = await saveEdits(project, edits(dir));
    assert.equal(text(dir, MANIFEST), DECK.replace("soft", "hard"));
    assert.equal(text(dir, TABLE), CARDS.replace('"dark, wet"', '"bright, ""odd"""'));
    assert.deepEqual(
      files.map(({ path, etag }) => [path, etag]),
      [
        [MANIFEST, etagIn(dir, MANIFEST)],
        [TABLE, etagIn(dir, TABLE)],
        ["manifests/new/more.yaml", etagIn(dir, "manifests/new/more.yaml")],
      ],
    );
    const undone = undoSave(project, undo);
    assert.deepEqual(
      [text(dir, MANIFEST), text(dir, TABLE), text(dir, "manifests/new/more.yaml")],
      [DECK, CARDS, null],
    );
    assert.deepEqual(
      undone.map(({ path, etag }) => [path, etag]),
      [
        [MANIFEST, etagIn(dir, MANIFEST)],
        [TABLE, etagIn(dir, TABLE)],
        ["manifests/new/more.yaml", null],
      ],
    );
  });

  it("is taken back only while nobody wrote the files since", async (t) => {
    const dir = makeEditProject(t);
    const project = await openQuietly(dir);
    const { undo } = await saveEdits(project, edits(dir));
    writeFileSync(join(dir, TABLE), "value,suit,look\nx,y,z\n");
    assert.throws(
      () => undoSave(project, undo),
      (error) => {
        assert.ok(error instanceof FilesChanged);
        assert.deepEqual(
          error.current.map(({ path }) => path),
          [TABLE],
        );
        return true;
      },
    );
    assert.equal(text(dir, MANIFEST), DECK.replace("soft", "hard"));
  });

  it("writes nothing when one of two editors was faster", async (t) => {
    const dir = makeEditProject(t);
    const project = await openQuietly(dir);
    const mine = edits(dir);
    const theirs = edits(dir);
    const outcomes = await Promise.allSettled([saveEdits(project, mine), saveEdits(project, theirs)]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    const lost = outcomes.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    assert.ok(lost.reason instanceof FilesChanged);
    assert.equal(text(dir, TABLE), CARDS.replace('"dark, wet"', '"bright, ""odd"""'));
  });

  it("never writes through a link that took a file's place", async (t) => {
    const dir = makeEditProject(t, { "outside.csv": CARDS });
    const project = await openQuietly(dir);
    const { undo } = await saveEdits(project, edits(dir));
    writeFileSync(join(dir, "outside.csv"), readFileSync(join(dir, TABLE)));
    unlinkSync(join(dir, TABLE));
    symlinkSync("../outside.csv", join(dir, TABLE));
    assert.throws(() => undoSave(project, undo), Failure);
    assert.match(text(dir, "outside.csv") ?? "", /bright/);
  });

  it("never writes through a folder that became a link while the plan was made", async (t) => {
    const dir = makeEditProject(t);
    const project = await openQuietly(dir);
    const detail = () => {
      if (existsSync(join(dir, "elsewhere"))) return;
      renameSync(join(dir, "data"), join(dir, "elsewhere"));
      symlinkSync("elsewhere", join(dir, "data"));
    };
    await assert.rejects(
      saveEdits({ ...project, ports: { ...project.ports, detail } }, edits(dir)),
      (error) => error instanceof Failure && error.diagnostics[0]?.code === "file-not-editable",
    );
    assert.equal(text(dir, "elsewhere/deck.csv"), CARDS);
    assert.equal(text(dir, MANIFEST), DECK);
  });

  it("refuses what would break the project, and lets a broken file be fixed step by step", async (t) => {
    const dir = makeEditProject(t);
    const project = await openQuietly(dir);
    const write = (content: string) =>
      saveEdits(project, [{ file: MANIFEST, etag: etagIn(dir, MANIFEST), text: content }]);
    const twice = `${DECK}colour: red\nprompt: x\n`;
    await assert.rejects(write(twice), (error) => {
      assert.ok(error instanceof Failure && error.kind === "invalid");
      assert.deepEqual(
        error.diagnostics.map(({ code }) => code),
        ["unknown-key", "unknown-key"],
      );
      return true;
    });
    assert.equal(text(dir, MANIFEST), DECK);
    writeFileSync(join(dir, MANIFEST), twice);
    await write(twice.replace("colour: red\n", ""));
    assert.match(text(dir, MANIFEST) ?? "", /prompt: x/);
    await assert.rejects(
      saveEdits(project, [
        {
          file: "manifests/album.yaml",
          etag: etagIn(dir, "manifests/album.yaml"),
          ops: [{ op: "set", path: ["nam"], value: "x" }],
        },
      ]),
      Failure,
    );
  });

  it("checks manifests also where the database can't be read", async (t) => {
    const dir = makeEditProject(t, {
      "sync.config.yaml": "estate: main\ndatabase: sqlite:albums.db\n",
      "albums.db": "no",
    });
    const project = await openQuietly(dir);
    const write = (content: string) =>
      saveEdits(project, [{ file: MANIFEST, etag: etagIn(dir, MANIFEST), text: content }]);
    await assert.rejects(write(`${DECK}colour: red\n`), Failure);
    await write(DECK.replace("soft", "hard"));
    assert.equal(text(dir, MANIFEST), DECK.replace("soft", "hard"));
  });

  it("keeps the mark and the line breaks of a file whose whole text is given", async (t) => {
    const dir = makeEditProject(t);
    const shown = CARDS.slice(1).replaceAll("\r\n", "\n");
    await saveEdits(await openQuietly(dir), [
      { file: TABLE, etag: etagIn(dir, TABLE), text: shown.replace("plain", "shiny") },
    ]);
    assert.equal(text(dir, TABLE), CARDS.replace("plain", "shiny"));
  });
});
