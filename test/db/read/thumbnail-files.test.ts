import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createThumbnailQueue } from "../../../src/db/queue/thumbnail-queue.js";
import { forgetThumbnails, listThumbnailRows } from "../../../src/db/read/thumbnail-files.js";
import { mustWrite, NOW, open, openMigrated, runSql } from "../../support/database.js";
import { onEachDatabase } from "../../support/each-database.js";
import { createGeneration, GENERATIONS } from "../../support/generations.js";
import { imageAddress, insertImage } from "../../support/steps.js";
import { makeTempDir } from "../../support/temp-dir.js";

onEachDatabase("rows and their thumbnails", (kind) => {
  it("tell what was made for the bytes that are declared, and whose rows they are", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(
      handle,
      ["a.png", "b.png", "c.png"].map((file) => insertImage(file)),
    );
    const queue = createThumbnailQueue(handle, "main");
    const jobs = await queue.claim({ recipe: "r", retryBefore: null, limit: 9, now: NOW, until: NOW });
    const failed = (file: string) => (file === "b.png" ? "bad" : null);
    await queue.record(
      "r",
      jobs.map((job) => ({ job, error: failed(job.guard) })),
      NOW,
    );
    runSql(handle, "UPDATE sync_objects SET sha256 = 'other' WHERE address = ?", imageAddress("c.png"));
    runSql(
      handle,
      "INSERT INTO images (id, filename, file_path, thumbnail_path) VALUES (9, 'u.png', '/u', 'thumbnails/u.jpg')",
    );
    const row = (rowId: number, file: string, made: boolean, path: string | null) => ({
      ...{ rowId, made, path },
      address: imageAddress(file),
    });
    const upload = { rowId: 9, address: null, made: false, path: "thumbnails/u.jpg" };
    assert.deepEqual(await listThumbnailRows(handle, "main"), [
      row(1, "a.png", true, "thumbnails/1.webp"),
      row(2, "b.png", false, "thumbnails/2.webp"),
      row(3, "c.png", false, "thumbnails/3.webp"),
      upload,
    ]);
    const strangers = await listThumbnailRows(handle, "another");
    assert.deepEqual(
      strangers?.map(({ address, made }) => [address, made]),
      Array(4).fill([null, false]),
    );
  });

  it("wait again when they are forgotten, failures and other estates' excepted", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(
      handle,
      ["a.png", "b.png"].map((file) => insertImage(file)),
    );
    const queue = createThumbnailQueue(handle, "main");
    const jobs = await queue.claim({ recipe: "r", retryBefore: null, limit: 9, now: NOW, until: NOW });
    await queue.record(
      "r",
      jobs.map((job, index) => ({ job, error: index === 0 ? null : "bad" })),
      NOW,
    );
    await forgetThumbnails(handle, "another", [1]);
    assert.equal(await queue.count("r", null), 0);
    await forgetThumbnails(handle, "main", [1, 2]);
    assert.equal(await queue.count("r", null), 1);
  });
});

describe("rows and their thumbnails in files", () => {
  it("are read from databases of every generation, and are unknown without a database", async (t) => {
    for (const generation of GENERATIONS) {
      const file = join(makeTempDir(t), "albums.db");
      createGeneration(file, generation);
      const rows = await listThumbnailRows(await open(t, file, "read"), "main");
      assert.ok(rows !== null && rows.length > 0, generation);
      assert.ok(rows.every(({ address, made }) => address === null && !made));
    }
    assert.equal(
      await listThumbnailRows(await open(t, join(makeTempDir(t), "none.db"), "read"), "main"),
      null,
    );
  });
});
