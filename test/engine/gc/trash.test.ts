import assert from "node:assert/strict";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  closeTrash,
  listTrash,
  openTrash,
  readTrash,
  restoreFile,
  trashFile,
} from "../../../src/engine/gc/trash.js";
import { makeProject, settingsOf } from "../../support/project.js";

const NOW = new Date("2026-01-02T03:04:05.006Z");
const NAMES = ["a.png", "a.json", "b/c.png", "b/d/e.png", "ü 'x'.png"];
const ARE_LEFT = { dryRun: false };

describe("the trash", () => {
  it("lists its folders by their age, also more than nine of one second", (t) => {
    const settings = settingsOf(makeProject(t, { "data/legacy/a.png": "a" }));
    const made = Array.from({ length: 12 }, () => openTrash(settings, [], NOW).id);
    const next = openTrash(settings, [], new Date(NOW.getTime() + 1000)).id;
    assert.deepEqual(listTrash(settings), [...made, next]);
  });

  it("gives back what it took, whenever it stops, and overwrites nothing", (t) => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 }),
        fc.nat(NAMES.length),
        fc.boolean(),
        fc.uniqueArray(fc.constantFrom(...NAMES)),
        (names, moves, hasBothNames, occupied) => {
          const dir = makeProject(
            t,
            Object.fromEntries(names.map((name) => [`data/legacy/${name}`, `was ${name}`])),
          );
          const settings = settingsOf(dir);
          const place = (name: string) => join(dir, "data/legacy", name);
          const files = names.map((file) => ({ root: "main", file, sha256: "" }));
          const trash = openTrash(settings, files, NOW);
          for (const file of files.slice(0, moves)) assert.ok(trashFile(settings, trash, file));
          const next = files[moves];
          // As a kill between the two names of a moved file leaves it.
          if (hasBothNames && next !== undefined)
            linkSync(place(next.file), join(trash.dir, "main", next.file));
          const inTheWay = files.slice(0, moves).filter(({ file }) => occupied.includes(file));
          for (const { file } of inTheWay) writeFileSync(place(file), "new");

          const read = readTrash(settings, listTrash(settings)[0] as string);
          assert.deepEqual(read, trash);
          const restore = () => read.files.map((file) => restoreFile(settings, read, file, ARE_LEFT));
          const first = restore();
          assert.equal(first.filter((outcome) => outcome === "occupied").length, inTheWay.length);
          for (const { file } of inTheWay) assert.equal(readFileSync(place(file), "utf8"), "new");
          assert.equal(closeTrash(read), inTheWay.length === 0);
          for (const { file } of inTheWay) rmSync(place(file));
          if (inTheWay.length > 0) restore();
          for (const name of names) assert.equal(readFileSync(place(name), "utf8"), `was ${name}`);
          assert.equal(existsSync(trash.dir) && !closeTrash(read), false);
          assert.deepEqual(listTrash(settings), []);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("gives each folder a name of its own", (t) => {
    const settings = settingsOf(makeProject(t, { "data/legacy/a.png": "" }));
    const files = [{ root: "main", file: "a.png", sha256: "" }];
    for (let count = 0; count < 3; count++) openTrash(settings, files, NOW);
    assert.deepEqual(listTrash(settings), ["20260102-030405", "20260102-030405-2", "20260102-030405-3"]);
  });

  it("refuses a list that leads elsewhere or is damaged", (t) => {
    const dir = makeProject(t, { "data/legacy/a.png": "", "outside/x": "" });
    const settings = settingsOf(dir);
    const { id, dir: trash } = openTrash(settings, [], NOW);
    const list = join(trash, "undo.jsonl");
    const header = readFileSync(list, "utf8").split("\n")[0] as string;
    for (const line of [
      '{"root":"main","file":"../x","sha256":""}',
      '{"root":"..","file":"x","sha256":""}',
      '{"root":"main","file":"/x","sha256":""}',
      '{"root":"main","file":"x"}',
      "{",
    ]) {
      writeFileSync(list, `${header}\n${line}\n`);
      assert.throws(() => readTrash(settings, id), /undo\.jsonl is damaged in line 2/);
    }
    writeFileSync(list, "{}\n");
    assert.throws(() => readTrash(settings, id), /damaged in line 1/);
    const away = join(dir, "../away-from-the-project");
    mkdirSync(away, { recursive: true });
    t.after(() => rmSync(away, { recursive: true }));
    writeFileSync(join(away, "x"), "");
    symlinkSync(away, join(trash, "main"));
    const file = { root: "main", file: "x", sha256: "" };
    assert.throws(
      () => restoreFile(settings, { id, dir: trash, files: [file] }, file, ARE_LEFT),
      /outside the project/,
    );
    assert.ok(existsSync(join(away, "x")));
  });
});
