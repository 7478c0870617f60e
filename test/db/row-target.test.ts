import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { RowTarget, Step } from "../../src/apply/ports.js";
import type { DatabaseHandle } from "../../src/db/connect.js";
import { migrate } from "../../src/db/migrate.js";
import type { Fields } from "../../src/model/resource.js";
import {
  CLOCK,
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
} from "../support/database.js";
import { columnNames, createGeneration, dumpTable, tablesOf } from "../support/generations.js";
import {
  albumAddress,
  imageAddress,
  insertAlbum,
  insertImage,
  insertTemplate,
  labelImage,
  linkImage,
  RECORD,
  SHA,
  update,
} from "../support/steps.js";
import { makeTempDir } from "../support/temp-dir.js";

const OLD = "2020-01-01 00:00:00.000000";

/** Everything in the database, for telling whether anything changed. */
function dumpAll(handle: DatabaseHandle): readonly (readonly string[])[] {
  const ours = ["sync_meta", "sync_objects", "sync_runs", "sync_changes", "sync_thumbnails"];
  return [
    ...tablesOf("D").map((table) => dumpTable(handle.file, table, columnsIn(handle, table))),
    ...ours.map((table) => querySql(handle, `SELECT * FROM ${table}`).map((row) => JSON.stringify(row))),
  ];
}

function columnsIn(handle: DatabaseHandle, table: string): readonly string[] {
  return querySql(handle, "SELECT name FROM pragma_table_info(?)", table).map(({ name }) => String(name));
}

function recordOf(handle: DatabaseHandle, address: string): Fields {
  const [row] = querySql(handle, "SELECT fields FROM sync_objects WHERE address = ?", address);
  return JSON.parse(String(row?.fields));
}

async function assertStale(
  handle: DatabaseHandle,
  steps: readonly Step[],
  stale: Awaited<ReturnType<RowTarget["execute"]>>,
): Promise<void> {
  const before = dumpAll(handle);
  assert.deepEqual(await write(handle, steps), stale);
  assert.deepEqual(dumpAll(handle), before, "nothing is kept of a plan that does not fit");
}

describe("an update", () => {
  it("touches the columns that it names and updated_at, nothing else", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertImage("a.png", { prompt: "old", steps: 30 }), insertImage("b.png")]);
    runSql(handle, "UPDATE images SET updated_at = ?, negative_prompt = 'theirs', thumbnail_path = 'x'", OLD);
    const [before, other] = querySql(handle, "SELECT * FROM images ORDER BY id");
    const { rowsWritten } = await mustWrite(handle, [
      update("image", imageAddress("a.png"), { prompt: "old" }, { prompt: "new" }),
    ]);
    assert.equal(rowsWritten, 1);
    assert.deepEqual(querySql(handle, "SELECT * FROM images ORDER BY id"), [
      { ...before, prompt: "new", updated_at: NOW },
      other,
    ]);
    assert.equal(recordOf(handle, "image:a.png").prompt, "new");
  });

  it("does nothing to a row that has the values already, and refreshes the record", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertImage("a.png", { prompt: "old" })]);
    runSql(handle, "UPDATE images SET updated_at = ?, prompt = 'new'", OLD);
    const rows = querySql(handle, "SELECT * FROM images");
    const step = update("image", imageAddress("a.png"), { prompt: "old" }, { prompt: "new" });
    assert.equal((await mustWrite(handle, [step])).rowsWritten, 0);
    assert.deepEqual(querySql(handle, "SELECT * FROM images"), rows);
    assert.equal(recordOf(handle, "image:a.png").prompt, "new");
  });

  it("keeps keys of an object that it does not name, to the character", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertTemplate("deck", { "generation.width": 512 })]);
    const theirs = '"sampler": "euler", "scale": 7.0, "big": 9007199254740993';
    runSql(handle, `UPDATE albums SET generation_config = '{"slug": "deck", "width": 512, ${theirs}}'`);
    const step = update(
      "set-template",
      "set-template:deck",
      { "generation.width": 512, "generation.steps": null },
      { "generation.width": null, "generation.steps": 20 },
    );
    await mustWrite(handle, [step]);
    assert.deepEqual(querySql(handle, "SELECT generation_config FROM albums"), [
      { generation_config: `{"slug": "deck", ${theirs}, "steps": 20}` },
    ]);
  });

  it("replaces a column that could not be read when the plan was made", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertAlbum("a")]);
    runSql(handle, "UPDATE albums SET generation_config = '{broken'");
    await mustWrite(handle, [update("album", albumAddress("a"), {}, { slug: "a" })]);
    assert.deepEqual(querySql(handle, "SELECT generation_config FROM albums"), [
      { generation_config: '{"slug": "a"}' },
    ]);
  });

  it("changes what only the record holds without touching the row", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertImage("a.png", { item: "Ace", "source.model": "sd" })]);
    const rows = querySql(handle, "SELECT * FROM images");
    const record = {
      patch: { set: { public: true }, unset: ["source.model"] },
      manifest: "n.yaml",
      protect: true,
    };
    await mustWrite(handle, [
      update("image", imageAddress("a.png"), { item: "Ace" }, { item: "Two", "metadata.k": [1] }, record),
    ]);
    assert.deepEqual(querySql(handle, "SELECT * FROM images"), rows);
    const { sha256, bytes, width, height } = { sha256: SHA, bytes: 10, width: 512, height: 512 };
    assert.deepEqual(recordOf(handle, "image:a.png"), {
      ...{ sha256, bytes, width, height, item: "Two", "metadata.k": [1], public: true },
    });
    assert.deepEqual(querySql(handle, "SELECT manifest, protect FROM sync_objects"), [
      { manifest: "n.yaml", protect: 1 },
    ]);
  });

  it("moves a seed between column and record as its size asks", async (t) => {
    const handle = await openMigrated(t);
    const [small, big, bigger] = ["5", "9007199254740993", "18446744073709551615"];
    const seed = (before: string | null, after: string | null) =>
      mustWrite(handle, [update("image", imageAddress("a.png"), { seed: before }, { seed: after })]);
    const stored = () => [
      querySql(handle, "SELECT seed FROM images")[0]?.seed,
      recordOf(handle, "image:a.png").seed,
    ];
    await mustWrite(handle, [insertImage("a.png", { seed: small })]);
    await seed(small, big);
    assert.deepEqual(stored(), [null, big]);
    await seed(big, bigger);
    assert.deepEqual(stored(), [null, bigger]);
    runSql(handle, "UPDATE images SET seed = 77");
    await seed(bigger, big);
    assert.deepEqual(stored(), [77, big], "what others put beside a big seed stays");
    await seed("77", small);
    assert.deepEqual(stored(), [5, small]);
  });
});

describe("a stale plan", () => {
  it("is rolled back as a whole and says every field that differs", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [
      insertImage("a.png", { prompt: "p", steps: 1 }),
      insertImage("b.png", { item: "Ace" }),
    ]);
    runSql(handle, "UPDATE images SET prompt = 'edited', steps = 9 WHERE id = 1");
    await assertStale(
      handle,
      [
        insertImage("c.png"),
        labelImage("b.png", [{ text: "x", type: "tag" }]),
        update("image", imageAddress("b.png"), { item: "King" }, { item: "Two" }),
        update("image", imageAddress("a.png"), { prompt: "p", steps: 1 }, { prompt: "q", steps: 2 }),
      ],
      {
        done: false,
        stale: [
          { address: "image:a.png", field: "prompt", planned: "p", found: "edited" },
          { address: "image:a.png", field: "steps", planned: 1, found: 9 },
          { address: "image:b.png", field: "item", planned: "King", found: "Ace" },
        ],
      },
    );
  });

  it("is one whose rows are gone, or stand there already with other values", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertAlbum("a"), insertImage("a.png"), insertImage("b.png", { prompt: "x" })]);
    runSql(handle, "DELETE FROM images WHERE filename = 'a.png'");
    runSql(handle, "INSERT INTO images (filename, file_path) VALUES ('c.png', '/u')");
    const gone = { address: "image:a.png", field: "row", planned: "present", found: "gone" };
    await assertStale(
      handle,
      [
        update("image", imageAddress("a.png"), { prompt: null }, { prompt: "p" }),
        labelImage("a.png", [{ text: "x", type: "tag" }]),
        linkImage("a.png", "a", 0),
        insertImage("b.png", { prompt: "y" }),
        insertImage("c.png"),
        linkImage("c.png", "a", 1),
      ],
      {
        done: false,
        stale: [
          gone,
          { address: "image:b.png", field: "prompt", planned: undefined, found: "x" },
          { address: "image:c.png", field: "filename", planned: undefined, found: "c.png" },
        ],
      },
    );
  });

  it("is one that deletes a row that was edited since", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertImage("a.png", { prompt: "p" })]);
    runSql(handle, "UPDATE images SET prompt = 'dear to somebody'");
    const before = { prompt: "p", width: 512 };
    const stale = [{ address: "image:a.png", field: "prompt", planned: "p", found: "dear to somebody" }];
    for (const step of ["delete", "release"] as const)
      await assertStale(handle, [{ step, kind: "image", address: imageAddress("a.png"), before }], {
        done: false,
        stale,
      });
  });

  it("does not come from edits of other fields, or from what holds already", async (t) => {
    const handle = await openMigrated(t);
    const steps = [insertImage("a.png", { prompt: "p" }), insertAlbum("a"), linkImage("a.png", "a", 0)];
    await mustWrite(handle, steps);
    runSql(handle, "UPDATE images SET is_nsfw = 1, updated_at = ?", OLD);
    const before = dumpAll(handle).slice(0, 4);
    assert.equal((await mustWrite(handle, steps)).rowsWritten, 0);
    assert.deepEqual(dumpAll(handle).slice(0, 4), before);
  });
});

describe("taking over a row", () => {
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
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertAlbum("a"), insertImage("a.png"), insertImage("b.png")]);
    runSql(handle, "INSERT INTO album_images (album_id, image_id, sort_order) VALUES (1, 1, 5)");
    runSql(handle, "INSERT INTO labels (image_id, label_text, label_type) VALUES (1, 'spades', 'tag')");
    const dump = () =>
      ["labels", "album_images"].map((table) => dumpTable(handle.file, table, columnNames(table, "D")));
    const before = dump();
    await mustWrite(handle, [
      linkImage("a.png", "a", 0),
      labelImage("a.png", [{ text: "spades", type: "tag" }]),
    ]);
    assert.deepEqual(dump(), before);
    const { address, kind } = insertImage("a.png");
    await mustWrite(handle, [
      { step: "unlink", address, kind, album: albumAddress("a") },
      labelImage("a.png", [], [{ text: "spades", type: "tag" }]),
    ]);
    assert.deepEqual(dump(), before, "only what is marked as ours goes");
  });

  it("refuses a row that is another by now, or that somebody owns", async (t) => {
    const handle = await openMigrated(t);
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

describe("a row whose id went to another", () => {
  it("is never written: an upload stays as it is, and a restore makes a new row", async (t) => {
    const handle = await openMigrated(t);
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

describe("release and delete", () => {
  it("end ownership, or take the row with all that hangs on it", async (t) => {
    const handle = await openMigrated(t);
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
    const handle = await openMigrated(t);
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
    const handle = await openMigrated(t);
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

describe("a move", () => {
  const move = (from: string, to: string, fields: Fields = {}, before: Fields = {}): Step => ({
    ...{ step: "move", kind: "image", address: imageAddress(to), from: imageAddress(from), before, fields },
    ...{ filename: to.replaceAll("/", "__"), record: RECORD },
  });

  it("gives rows other addresses, names and paths, even when two swap theirs", async (t) => {
    const handle = await openMigrated(t);
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
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertImage("a.png", { prompt: "a" })]);
    const step = move("a.png", "b.png", { prompt: "A" }, { prompt: "a" });
    await mustWrite(handle, [step]);
    assert.equal((await mustWrite(handle, [step])).rowsWritten, 0);
  });

  it("is stale when the address or the filename is taken, or the row is gone", async (t) => {
    const handle = await openMigrated(t);
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
    const handle = await openMigrated(t);
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

describe("execution", () => {
  it("undoes everything when a row does not read back as it was written", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertImage("a.png")]);
    runSql(
      handle,
      `CREATE TRIGGER meddle AFTER UPDATE ON images WHEN NEW.prompt = 'new'
        BEGIN UPDATE images SET prompt = 'meddled' WHERE id = NEW.id; END`,
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
    const handle = await openMigrated(t);
    const seen: number[] = [];
    const steps = Array.from({ length: 1203 }, (_, index) => insertImage(`${index}.png`));
    await target(handle).execute(steps, [], RUN, (done) => seen.push(done));
    assert.deepEqual(seen, [500, 1000, 1203]);
  });
});
