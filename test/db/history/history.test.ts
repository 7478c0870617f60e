import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import { listRuns, readRun } from "../../../src/db/history/history.js";
import { createThumbnailQueue } from "../../../src/db/queue/thumbnail-queue.js";
import { readStatus } from "../../../src/db/read/status.js";
import { mustWrite, NOW, open, openMigrated, RUN, runSql, target } from "../../support/database.js";
import { onEachDatabase } from "../../support/each-database.js";
import { createGeneration } from "../../support/generations.js";
import { imageAddress, insertAlbum, insertImage } from "../../support/steps.js";
import { makeTempDir } from "../../support/temp-dir.js";

onEachDatabase("history", (kind) => {
  it("gives runs newest first, and one run with its changes in order", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, []);
    const changes = [
      { address: "image:b.png", action: "create", before: null, after: { sha256: "x" } },
      { address: "image:a.png", action: "update", before: { prompt: "old" }, after: { prompt: null } },
    ];
    const result = await target(handle).execute(
      [insertImage("a.png"), insertImage("b.png")],
      changes,
      { ...RUN, gitCommit: "abc" },
      () => {},
    );
    assert.deepEqual(result, { done: true, run: 2, rowsWritten: 2, alreadyApplied: new Set() });
    const outcome = {
      state: "partial",
      finishedAt: "2026-01-02 03:05:00.000000",
      summary: { create: 1 },
    } as const;
    await target(handle).finishRun(2, outcome);
    await mustWrite(handle, [], { estate: "other" });
    const second = {
      run: 2,
      estate: "main",
      command: "apply",
      planId: RUN.planId,
      who: "tester",
      host: "here",
      gitCommit: "abc",
      startedAt: NOW,
      finishedAt: outcome.finishedAt,
      state: "partial",
      rowsWritten: 2,
      summary: { create: 1 },
    };
    assert.deepEqual(await listRuns(handle, "main", 1), [second]);
    assert.deepEqual(
      (await listRuns(handle, "main", 10)).map(({ run, state, finishedAt }) => [run, state, finishedAt]),
      [
        [2, "partial", outcome.finishedAt],
        [1, "running", null],
      ],
    );
    assert.deepEqual(await readRun(handle, "main", 2), {
      run: second,
      changes: changes.map((change) => ({ ...change, former: null })),
    });
    assert.equal(await readRun(handle, "main", 3), undefined, "the run of another estate");
  });

  it("is empty without a database, and in one that was not migrated", async (t) => {
    const folder = makeTempDir(t);
    createGeneration(join(folder, "old.db"), "B");
    for (const name of ["old.db", "absent.db"]) {
      const handle = await open(t, join(folder, name), "read");
      assert.deepEqual(await listRuns(handle, "main", 10), []);
      assert.equal(await readRun(handle, "main", 1), undefined);
      assert.deepEqual((await readStatus(handle, "main", "r1")).objects.image, {
        owned: 0,
        released: 0,
        gone: 0,
      });
    }
  });
});

onEachDatabase("status", (kind) => {
  it("counts objects by kind and state, and what waits for a thumbnail", async (t) => {
    const handle = await openMigrated(t, kind);
    const files = ["a.png", "b.png", "c.png", "d.png"];
    await mustWrite(handle, [insertAlbum("decks"), ...files.map((file) => insertImage(file))]);
    await mustWrite(handle, [{ step: "release", kind: "image", address: imageAddress("d.png"), before: {} }]);
    runSql(handle, "DELETE FROM images WHERE filename = 'c.png'");
    const queue = createThumbnailQueue(handle, "main");
    const request = { recipe: "r1", retryBefore: null, limit: 1, now: NOW, until: "2027" };
    const jobs = await queue.claim(request);
    await queue.record(
      "r1",
      jobs.map((job) => ({ job, error: "truncated" })),
      NOW,
    );
    const status = await readStatus(handle, "main", "r1");
    assert.equal(status.lastRun?.run, 2);
    assert.deepEqual(status.objects, {
      "set-template": { owned: 0, released: 0, gone: 0 },
      album: { owned: 1, released: 0, gone: 0 },
      image: { owned: 3, released: 1, gone: 1 },
    });
    assert.deepEqual(status.thumbnails, {
      waiting: 1,
      failed: [{ address: imageAddress("a.png"), error: "truncated" }],
      removals: 0,
      queue: null,
    });
    assert.equal((await readStatus(handle, "main", "r2")).thumbnails.waiting, 2);
  });
});
