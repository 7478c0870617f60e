import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import type { Step } from "../../../src/apply/ports.js";
import type { Fields } from "../../../src/model/resource.js";
import {
  mustWrite,
  NOW,
  observeObjects,
  open,
  openMigrated,
  querySql,
  RUN,
  runSql,
  SERVED_FROM,
  target,
  write,
} from "../../support/database.js";
import { isOnServer } from "../../support/database-kinds.js";
import { onEachDatabase } from "../../support/each-database.js";
import { createGeneration } from "../../support/generations.js";
import { meddle } from "../../support/meddle.js";
import { assertStale, dumpAll, OLD } from "../../support/row-target.js";
import {
  imageAddress,
  insertAlbum,
  insertImage,
  labelImage,
  linkImage,
  RECORD,
  update,
} from "../../support/steps.js";
import { makeTempDir } from "../../support/temp-dir.js";

onEachDatabase("a move", (kind) => {
  const move = (from: string, to: string, fields: Fields = {}, before: Fields = {}): Step => ({
    ...{ step: "move", kind: "image", address: imageAddress(to), from: imageAddress(from), before, fields },
    ...{ filename: to.replaceAll("/", "__"), record: RECORD },
  });

  it("is known to the records of the images that a moved album shows", async (t) => {
    const handle = await openMigrated(t, kind);
    const record = { ...RECORD, patch: { set: { albums: ["album:a", "album:b"] }, unset: [] } };
    await mustWrite(handle, [
      insertAlbum("a"),
      insertAlbum("b"),
      { ...insertImage("x/1.png"), record } as Step,
      linkImage("x/1.png", "a", 0),
      linkImage("x/1.png", "b", 0),
    ]);
    const swap = (from: string, to: string): Step => ({
      ...{ step: "move", kind: "album", address: `album:${to}`, from: `album:${from}` },
      ...{ before: {}, fields: {}, record: RECORD },
    });
    await mustWrite(handle, [swap("a", "c"), swap("b", "a")]);
    const image = (await observeObjects(handle)).find(({ kind }) => kind === "image");
    assert.deepEqual(image?.recorded.albums, ["album:a", "album:c"]);
  });

  it("is done already when another object has its old address by now", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("x/a.png")]);
    const steps = [move("x/a.png", "x/b.png"), insertImage("x/a.png")];
    await mustWrite(handle, steps);
    const names = () => querySql(handle, "SELECT id, filename FROM images ORDER BY id");
    const seen = names();
    await mustWrite(handle, steps);
    assert.deepEqual(names(), seen);
  });

  it("gives rows other addresses, names and paths, even when two swap theirs", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [
      insertAlbum("a"),
      insertImage("x/a.png", { prompt: "a" }),
      insertImage("x/b.png", { prompt: "b" }),
      labelImage("x/a.png", [{ text: "spades", type: "tag" }]),
      linkImage("x/a.png", "a", 0),
    ]);
    runSql(handle, "UPDATE images SET updated_at = ?", OLD);
    const steps = [move("x/a.png", "x/b.png", { prompt: "A" }, { prompt: "a" }), move("x/b.png", "x/a.png")];
    await mustWrite(handle, steps);
    const rows = () =>
      querySql(handle, "SELECT id, filename, file_path, prompt, updated_at FROM images ORDER BY id");
    const after = [
      { id: 1, filename: "x__b.png", file_path: `${SERVED_FROM}/x/b.png`, prompt: "A", updated_at: NOW },
      { id: 2, filename: "x__a.png", file_path: `${SERVED_FROM}/x/a.png`, prompt: "b", updated_at: NOW },
    ];
    assert.deepEqual(rows(), after);
    const [, second, first] = await observeObjects(handle);
    assert.deepEqual([first?.address, first?.movedFrom, first?.rowId], ["image:x/b.png", "image:x/a.png", 1]);
    assert.deepEqual(first?.row?.labels, [{ text: "spades", type: "tag", ours: true }]);
    assert.deepEqual(first?.row?.links, [{ address: "album:a", rowId: 1, ours: true }]);
    assert.deepEqual(
      [second?.address, second?.movedFrom, second?.rowId],
      ["image:x/a.png", "image:x/b.png", 2],
    );
  });

  it("is done when the object has the new address already", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png", { prompt: "a" })]);
    const step = move("a.png", "b.png", { prompt: "A" }, { prompt: "a" });
    await mustWrite(handle, [step]);
    assert.equal((await mustWrite(handle, [step])).rowsWritten, 0);
  });

  it("is stale when the address or the filename is taken, or the row is gone", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png"), insertImage("b.png"), insertImage("c.png")]);
    runSql(handle, "INSERT INTO images (filename, file_path) VALUES ('upload.png', '/u')");
    runSql(handle, "DELETE FROM images WHERE filename = 'c.png'");
    await assertStale(handle, [move("a.png", "upload.png"), move("c.png", "d.png")], {
      done: false,
      stale: [
        { address: "image:c.png", field: "row", planned: "present", found: "gone" },
        { address: "image:upload.png", field: "filename", planned: undefined, found: "upload.png" },
      ],
    });
    await assertStale(handle, [move("a.png", "b.png")], {
      done: false,
      stale: [{ address: "image:b.png", field: "address", planned: undefined, found: "taken" }],
    });
    await mustWrite(handle, [move("a.png", "c.png")]);
  });

  it("keeps the filename that an adopted row has, and a path that is not ours", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png")]);
    runSql(handle, "UPDATE images SET file_path = '/old/place.png'");
    const { filename, ...step } = move("a.png", "b.png") as Extract<Step, { step: "move" }>;
    assert.equal(filename, "b.png");
    await mustWrite(handle, [step]);
    assert.deepEqual(querySql(handle, "SELECT filename, file_path FROM images"), [
      { filename: "a.png", file_path: "/old/place.png" },
    ]);
  });
});

onEachDatabase("execution", (kind) => {
  it("undoes everything when a row does not read back as it was written", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png")]);
    meddle(
      handle,
      "UPDATE ON images",
      "UPDATE images SET prompt = 'meddled' WHERE id = NEW.id",
      "NEW.prompt = 'new'",
    );
    const before = dumpAll(handle);
    const steps = [
      insertImage("b.png"),
      update("image", imageAddress("a.png"), { prompt: null }, { prompt: "new" }),
    ];
    await assert.rejects(write(handle, steps), /reads back as/);
    assert.deepEqual(dumpAll(handle), before);
  });

  it("needs a migrated database", async (t) => {
    const file = join(makeTempDir(t), "albums.db");
    createGeneration(file, "D");
    await assert.rejects(write(await open(t, file, "write"), []), { code: "database-unmigrated" });
  });

  it("tells how far it is, the last step included", async (t) => {
    const handle = await openMigrated(t, kind);
    const seen: number[] = [];
    const steps = Array.from({ length: 1203 }, (_, index) => insertImage(`${index}.png`));
    await target(handle).execute(steps, [], RUN, (done) => seen.push(done));
    // A server takes more rows at a time.
    assert.deepEqual(seen, isOnServer(kind) ? [1203, 1203] : [512, 1024, 1203]);
  });
});
