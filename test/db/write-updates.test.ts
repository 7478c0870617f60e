import assert from "node:assert/strict";
import { it } from "node:test";
import { mustWrite, NOW, openMigrated, querySql, runSql } from "../support/database.js";
import { isOnServer, profileOf } from "../support/database-kinds.js";
import { onEachDatabase } from "../support/each-database.js";
import { assertStale, dumpAll, OLD, recordOf } from "../support/row-target.js";
import {
  albumAddress,
  imageAddress,
  insertAlbum,
  insertImage,
  insertTemplate,
  labelImage,
  linkImage,
  SHA,
  update,
} from "../support/steps.js";

onEachDatabase("an update", (kind) => {
  it("touches the columns that it names and updated_at, nothing else", async (t) => {
    const handle = await openMigrated(t, kind);
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
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png", { prompt: "old" })]);
    runSql(handle, "UPDATE images SET updated_at = ?, prompt = 'new'", OLD);
    const rows = querySql(handle, "SELECT * FROM images");
    const step = update("image", imageAddress("a.png"), { prompt: "old" }, { prompt: "new" });
    assert.equal((await mustWrite(handle, [step])).rowsWritten, 0);
    assert.deepEqual(querySql(handle, "SELECT * FROM images"), rows);
    assert.equal(recordOf(handle, "image:a.png").prompt, "new");
  });

  // A template of the other profile has no column for an object.
  const onD = profileOf(kind) === "D" ? it : () => {};

  onD("keeps keys of an object that it does not name, to the character", async (t) => {
    const handle = await openMigrated(t, kind);
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
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertAlbum("a")]);
    runSql(handle, "UPDATE albums SET generation_config = '{broken'");
    await mustWrite(handle, [update("album", albumAddress("a"), {}, { slug: "a" })]);
    assert.deepEqual(querySql(handle, "SELECT generation_config FROM albums"), [
      { generation_config: '{"slug": "a"}' },
    ]);
  });

  it("changes what only the record holds without touching the row", async (t) => {
    const handle = await openMigrated(t, kind);
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
    const handle = await openMigrated(t, kind);
    const [small, big, bigger] = ["9007199254740993", "9223372036854775808", "18446744073709551615"];
    const seed = (before: string | null, after: string | null) =>
      mustWrite(handle, [update("image", imageAddress("a.png"), { seed: before }, { seed: after })]);
    const stored = () => [
      querySql(handle, "SELECT CAST(seed AS TEXT) AS seed FROM images")[0]?.seed,
      recordOf(handle, "image:a.png").seed,
    ];
    // A server has 32 bits for it.
    const held = isOnServer(kind) ? null : small;
    await mustWrite(handle, [insertImage("a.png", { seed: small })]);
    assert.deepEqual(stored(), [held, small]);
    await seed(small, big);
    assert.deepEqual(stored(), [null, big]);
    await seed(big, bigger);
    assert.deepEqual(stored(), [null, bigger]);
    runSql(handle, "UPDATE images SET seed = 77");
    await seed(bigger, big);
    assert.deepEqual(stored(), ["77", big], "what others put beside a big seed stays");
    await seed("77", small);
    assert.deepEqual(stored(), [held, small]);
  });
});

onEachDatabase("a stale plan", (kind) => {
  it("is rolled back as a whole and says every field that differs", async (t) => {
    const handle = await openMigrated(t, kind);
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
    const handle = await openMigrated(t, kind);
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
    const handle = await openMigrated(t, kind);
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
    const handle = await openMigrated(t, kind);
    const steps = [insertImage("a.png", { prompt: "p" }), insertAlbum("a"), linkImage("a.png", "a", 0)];
    await mustWrite(handle, steps);
    runSql(handle, "UPDATE images SET is_nsfw = TRUE, updated_at = ?", OLD);
    const backend = () =>
      ["albums", "images", "labels", "album_images"].map((table) => dumpAll(handle)[table]);
    const before = backend();
    assert.equal((await mustWrite(handle, steps)).rowsWritten, 0);
    assert.deepEqual(backend(), before);
  });
});
