import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import type { Step } from "../../src/apply/ports.js";
import { migrate } from "../../src/db/schema/migrate.js";
import {
  CLOCK,
  mustWrite,
  NOW,
  observeObjects,
  open,
  openMigrated,
  querySql,
  runSql,
  write,
} from "../support/database.js";
import { onEachDatabase } from "../support/each-database.js";
import { columnNames, createGeneration, dumpTable } from "../support/generations.js";
import { assertStale, dumpAll, recordOf } from "../support/row-target.js";
import {
  albumAddress,
  imageAddress,
  insertAlbum,
  insertImage,
  labelImage,
  linkImage,
  RECORD,
  SHA,
  update,
} from "../support/steps.js";
import { makeTempDir } from "../support/temp-dir.js";

onEachDatabase("taking over a row", (kind) => {
  it("writes what differs, records what is declared, and leaves filename, path and everything else", async (t) => {
    const file = join(makeTempDir(t), "albums.db");
    createGeneration(file, "A");
    const handle = await open(t, file, "write");
    await migrate(handle, { clock: CLOCK, newId: () => "database-1" });
    const [before] = querySql(handle, "SELECT * FROM images WHERE id = 1");
    const others = dumpTable(file, "images", columnNames("images", "D")).slice(1);
    const adopt: Step = {
      step: "adopt",
      kind: "image",
      address: imageAddress("decks/ace.png"),
      row: { id: 1, guard: "card_deck_20251013_213519__ace.png" },
      before: { prompt: "Ace of Spades", width: 512 },
      fields: { prompt: "The Ace", width: 512 },
      record: { ...RECORD, patch: { set: { sha256: SHA, height: 512 }, unset: [] } },
    };
    await mustWrite(handle, [adopt]);
    assert.deepEqual(querySql(handle, "SELECT * FROM images WHERE id = 1"), [
      { ...before, prompt: "The Ace", updated_at: NOW },
    ]);
    assert.deepEqual(dumpTable(file, "images", columnNames("images", "D")).slice(1), others);
    assert.deepEqual(recordOf(handle, adopt.address), {
      prompt: "The Ace",
      width: 512,
      sha256: SHA,
      height: 512,
    });
    const [object] = await observeObjects(handle);
    assert.deepEqual([object?.rowId, object?.row?.fields.prompt], [1, "The Ace"]);
  });

  it("keeps links that others made, and makes no second one", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertAlbum("a"), insertImage("a.png"), insertImage("b.png")]);
    runSql(handle, "INSERT INTO album_images (album_id, image_id, sort_order) VALUES (1, 1, 5)");
    runSql(handle, "INSERT INTO labels (image_id, label_text, label_type) VALUES (1, 'spades', 'tag')");
    const dump = () => {
      const { labels, album_images: links } = dumpAll(handle);
      return [labels, links];
    };
    const before = dump();
    await mustWrite(handle, [
      linkImage("a.png", "a", 0),
      labelImage("a.png", [{ text: "spades", type: "tag" }]),
    ]);
    assert.deepEqual(dump(), before);
    const { address } = insertImage("a.png");
    await mustWrite(handle, [
      { step: "unlink", address, kind: "image", album: albumAddress("a") },
      labelImage("a.png", [], [{ text: "spades", type: "tag" }]),
    ]);
    assert.deepEqual(dump(), before, "only what is marked as ours goes");
  });

  it("refuses a row that is another by now, or that somebody owns", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png")], { estate: "other" });
    const adopt = (guard: string): Step => ({
      ...{ step: "adopt", kind: "image", address: imageAddress("x.png"), row: { id: 1, guard } },
      ...{ before: {}, fields: {}, record: RECORD },
    });
    const address = "image:x.png";
    await assertStale(handle, [adopt("b.png")], {
      done: false,
      stale: [{ address, field: "row", planned: "present", found: "gone" }],
    });
    await assertStale(handle, [adopt("a.png")], {
      done: false,
      stale: [{ address, field: "owner", planned: undefined, found: "other image:a.png" }],
    });
  });
});

onEachDatabase("a row whose id went to another", (kind) => {
  it("is never written: an upload stays as it is, and a restore makes a new row", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [
      insertAlbum("a"),
      insertImage("a.png", { prompt: "p" }),
      linkImage("a.png", "a", 0),
    ]);
    runSql(handle, "DELETE FROM album_images");
    runSql(handle, "DELETE FROM images");
    runSql(
      handle,
      "INSERT INTO images (id, filename, file_path, prompt) VALUES (1, 'upload.png', '/u', 'p')",
    );
    runSql(handle, "INSERT INTO labels (image_id, label_text, created_by) VALUES (1, 'mine', 'album-sync')");
    const upload = () =>
      querySql(handle, "SELECT * FROM images, labels WHERE images.id = 1 AND image_id = 1");
    const before = upload();
    const address = imageAddress("a.png");
    const label = labelImage("a.png", [], [{ text: "mine", type: "tag" }]);
    for (const step of [update("image", address, { prompt: "p" }, { prompt: "q" }), label])
      assert.equal((await write(handle, [step])).done, false);
    await mustWrite(handle, [insertImage("a.png", { prompt: "q" }), linkImage("a.png", "a", 0)]);
    assert.deepEqual(upload(), before);
    assert.deepEqual(querySql(handle, "SELECT id, prompt FROM images WHERE filename = 'a.png'"), [
      { id: 2, prompt: "q" },
    ]);
    const [, object] = await observeObjects(handle);
    assert.deepEqual([object?.rowId, object?.state, object?.row?.fields.prompt], [2, "owned", "q"]);
    runSql(handle, "UPDATE images SET filename = 'other.png' WHERE id = 2");
    await mustWrite(handle, [{ step: "delete", kind: "image", address, before: {} }]);
    assert.deepEqual(upload(), before);
    assert.equal(querySql(handle, "SELECT * FROM images").length, 2);
    assert.deepEqual(
      (await observeObjects(handle)).map((one) => one.address),
      ["album:a"],
    );
  });
});

onEachDatabase("release and delete", (kind) => {
  it("end ownership, or take the row with all that hangs on it", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [
      insertAlbum("a"),
      insertAlbum("b"),
      insertImage("a.png"),
      insertImage("b.png"),
      labelImage("a.png", [{ text: "x", type: "tag" }]),
      linkImage("a.png", "a", 0),
      linkImage("b.png", "a", 1),
      linkImage("b.png", "b", 0),
    ]);
    runSql(
      handle,
      "INSERT INTO labels (image_id, label_text, created_by) VALUES (1, 'portrait', 'ana'), (2, 'kept', 'ana')",
    );
    await mustWrite(handle, [
      { step: "release", kind: "image", address: imageAddress("b.png"), before: { width: 512 } },
      {
        step: "delete",
        kind: "image",
        address: imageAddress("a.png"),
        before: { sha256: SHA },
        withForeign: true,
      },
      { step: "delete", kind: "album", address: albumAddress("a"), before: {} },
    ]);
    assert.deepEqual(querySql(handle, "SELECT filename FROM images"), [{ filename: "b.png" }]);
    assert.deepEqual(querySql(handle, "SELECT name FROM albums"), [{ name: "b" }]);
    assert.deepEqual(querySql(handle, "SELECT label_text FROM labels"), [{ label_text: "kept" }]);
    assert.deepEqual(querySql(handle, "SELECT album_id, image_id FROM album_images"), [
      { album_id: 2, image_id: 2 },
    ]);
    const objects = await observeObjects(handle);
    assert.deepEqual(
      objects.map(({ address, state, row }) => [address, state, row?.links.map((link) => link.address)]),
      [
        ["album:b", "owned", ["image:b.png"]],
        ["image:b.png", "released", ["album:b"]],
      ],
    );
  });

  it("take nothing that others hung on the row since the plan was made", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertAlbum("a"), insertImage("a.png"), insertImage("b.png")]);
    runSql(handle, "INSERT INTO labels (image_id, label_text, created_by) VALUES (1, 'portrait', 'ana')");
    runSql(handle, "INSERT INTO album_images (album_id, image_id) VALUES (1, 2)");
    const steps: readonly Step[] = [
      { step: "delete", kind: "image", address: imageAddress("a.png"), before: {} },
      { step: "delete", kind: "album", address: albumAddress("a"), before: {} },
    ];
    const result = await write(handle, steps);
    assert.ok(!result.done);
    assert.deepEqual(
      result.stale.map(({ address, field }) => [address, field]),
      [
        ["album:a", "images"],
        ["image:a.png", "labels"],
      ],
    );
    assert.equal((await observeObjects(handle)).filter(({ row }) => row !== null).length, 3);
    await mustWrite(
      handle,
      steps.map((step) => ({ ...step, withForeign: true }) as Step),
    );
    assert.deepEqual(querySql(handle, "SELECT filename FROM images"), [{ filename: "b.png" }]);
  });

  it("forget a row that is gone already", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png"), insertAlbum("a")]);
    runSql(handle, "DELETE FROM images");
    runSql(handle, "DELETE FROM albums");
    await mustWrite(handle, [
      { step: "release", kind: "image", address: imageAddress("a.png"), before: {} },
      { step: "delete", kind: "album", address: albumAddress("a"), before: { name: "a" } },
      { step: "delete", kind: "album", address: albumAddress("never"), before: {} },
    ]);
    assert.deepEqual(await observeObjects(handle), []);
  });
});
