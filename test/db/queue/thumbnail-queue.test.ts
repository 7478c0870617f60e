import assert from "node:assert/strict";
import { it } from "node:test";
import type { ThumbnailJob, ThumbnailQueue } from "../../../src/apply/ports.js";
import type { DatabaseHandle } from "../../../src/db/connection/connect.js";
import { createThumbnailQueue } from "../../../src/db/queue/thumbnail-queue.js";
import {
  mustWrite,
  NOW,
  observeObjects,
  openAgain,
  openMigrated,
  querySql,
  runSql,
} from "../../support/database.js";
import { type DatabaseKind, isOnServer } from "../../support/database-kinds.js";
import { onEachDatabase } from "../../support/each-database.js";
import { imageAddress, insertImage, RECORD, SHA, update } from "../../support/steps.js";

const LATER = "2026-01-02 03:05:00.000000";
const RECIPE = "r1";

function claim(queue: ThumbnailQueue, changed: Partial<Parameters<ThumbnailQueue["claim"]>[0]> = {}) {
  return queue.claim({ recipe: RECIPE, retryBefore: null, limit: 10, now: NOW, until: LATER, ...changed });
}

async function openWithImages(
  t: Parameters<typeof openMigrated>[0],
  count: number,
  kind: DatabaseKind,
): Promise<DatabaseHandle> {
  const handle = await openMigrated(t, kind);
  const files = Array.from({ length: count }, (_, index) => `${String(index).padStart(4, "0")}.png`);
  await mustWrite(
    handle,
    files.map((file) => insertImage(file)),
  );
  return handle;
}

const FILE_SHA = "ef".repeat(32);
const succeed = (jobs: readonly ThumbnailJob[]) =>
  jobs.map((job) => ({ job, error: null, fileSha256: FILE_SHA }));
const idsOf = (jobs: readonly ThumbnailJob[]) => jobs.map(({ rowId }) => rowId);

onEachDatabase("the thumbnail queue", (kind) => {
  it("holds every image that has no thumbnail, until one is recorded", async (t) => {
    const handle = await openWithImages(t, 3, kind);
    const queue = createThumbnailQueue(handle, "main");
    assert.equal(await queue.count(RECIPE, null), 3);
    const jobs = await claim(queue);
    assert.deepEqual(jobs[0], {
      address: imageAddress("0000.png"),
      rowId: 1,
      guard: "0000.png",
      sha256: SHA,
    });
    assert.equal(await queue.count(RECIPE, null), 3, "claimed ones still wait");
    await queue.record(RECIPE, succeed(jobs), NOW);
    assert.equal(await queue.count(RECIPE, null), 0);
    assert.deepEqual(await claim(queue), []);
    const [object] = await observeObjects(handle);
    assert.deepEqual(object?.thumbnail, { sha256: SHA, recipe: RECIPE, state: "made", error: null });
  });

  it("wants another thumbnail when recipe or bytes change", async (t) => {
    const handle = await openWithImages(t, 2, kind);
    const queue = createThumbnailQueue(handle, "main");
    await queue.record(RECIPE, succeed(await claim(queue)), NOW);
    assert.equal(await queue.count("r2", null), 2);
    await mustWrite(handle, [
      update("image", imageAddress("0001.png"), { sha256: SHA }, { sha256: "cd".repeat(32) }),
    ]);
    assert.deepEqual(idsOf(await claim(queue)), [2]);
  });

  it("does not give a failure again, unless it is older than the retry", async (t) => {
    const handle = await openWithImages(t, 2, kind);
    const queue = createThumbnailQueue(handle, "main");
    const jobs = await claim(queue);
    await queue.record(
      RECIPE,
      [{ job: jobs[0] as ThumbnailJob, error: "truncated" }, ...succeed(jobs.slice(1))],
      NOW,
    );
    assert.equal(await queue.count(RECIPE, null), 0);
    assert.deepEqual((await observeObjects(handle))[0]?.thumbnail?.error, "truncated");
    assert.equal(await queue.count(RECIPE, LATER), 1);
    const again = await claim(queue, { retryBefore: LATER, now: LATER, until: "2027-01-01 00:00:00.000000" });
    assert.deepEqual(idsOf(again), [1]);
    await queue.record(RECIPE, [{ job: again[0] as ThumbnailJob, error: "truncated" }], LATER);
    assert.equal(await queue.count(RECIPE, LATER), 0, "a run never gets its own failures back");
  });

  it("shares work between two connections without overlap", async (t) => {
    const handle = await openWithImages(t, 50, kind);
    const queues = [handle, await openAgain(t, handle, "write")].map((one) =>
      createThumbnailQueue(one, "main"),
    );
    const claimed: number[] = [];
    for (let round = 0; ; round++) {
      const jobs = await claim(queues[round % 2] as ThumbnailQueue, { limit: 7 });
      if (jobs.length === 0) break;
      claimed.push(...idsOf(jobs));
    }
    assert.deepEqual(
      claimed.toSorted((a, b) => a - b),
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
  });

  it("gives jobs again when they are released or their claim has run out", async (t) => {
    const handle = await openWithImages(t, 3, kind);
    const [one, two] = [createThumbnailQueue(handle, "main"), createThumbnailQueue(handle, "main")];
    const jobs = await claim(one);
    assert.deepEqual(await claim(two), []);
    await one.release(jobs.slice(0, 1));
    assert.deepEqual(idsOf(await claim(two)), [1]);
    const expired = await claim(two, { now: LATER, until: "2027-01-01 00:00:00.000000" });
    assert.deepEqual(idsOf(expired).toSorted(), [1, 2, 3]);
  });

  it("drops the outcome for a row that is another by now", async (t) => {
    const handle = await openWithImages(t, 1, kind);
    const queue = createThumbnailQueue(handle, "main");
    const jobs = await claim(queue);
    runSql(handle, "UPDATE images SET filename = 'upload.png', thumbnail_path = 'theirs' WHERE id = 1");
    await queue.record(RECIPE, succeed(jobs), NOW);
    assert.deepEqual(querySql(handle, "SELECT thumbnail_path FROM images"), [{ thumbnail_path: "theirs" }]);
    assert.deepEqual(querySql(handle, "SELECT state FROM sync_thumbnails"), [{ state: "waiting" }]);
    assert.equal(await queue.count(RECIPE, null), 0, "an upload is not ours to make a thumbnail of");
  });

  it("corrects the path of a thumbnail, and touches no row whose path is right", async (t) => {
    const handle = await openWithImages(t, 2, kind);
    const queue = createThumbnailQueue(handle, "main");
    runSql(handle, "UPDATE images SET thumbnail_path = NULL WHERE id = 1");
    await queue.record(RECIPE, succeed(await claim(queue)), LATER);
    assert.deepEqual(querySql(handle, "SELECT thumbnail_path, updated_at FROM images ORDER BY id"), [
      { thumbnail_path: "thumbnails/1.webp", updated_at: LATER },
      { thumbnail_path: "thumbnails/2.webp", updated_at: NOW },
    ]);
  });

  it("lists thumbnails of deleted images for removal, and says which image has the id now", async (t) => {
    const handle = await openWithImages(t, 3, kind);
    const queue = createThumbnailQueue(handle, "main");
    await queue.record(RECIPE, succeed(await claim(queue)), NOW);
    const remove = (file: string) =>
      mustWrite(handle, [{ step: "delete", kind: "image", address: imageAddress(file), before: {} }]);
    await remove("0001.png");
    await remove("0002.png");
    const listed = async () =>
      (await queue.listRemovals()).map(({ rowId, takenBy, fileSha256 }) => [rowId, takenBy, fileSha256]);
    assert.deepEqual(await listed(), [
      [2, null, FILE_SHA],
      [3, null, FILE_SHA],
    ]);
    runSql(handle, "INSERT INTO images (id, filename, file_path) VALUES (3, 'upload.png', '/u')");
    assert.deepEqual((await listed())[1], [3, "upload.png", FILE_SHA]);
    assert.deepEqual(await createThumbnailQueue(handle, "other").listRemovals(), []);
    const ended = (await queue.listRemovals()).map((removal) => ({
      removal,
      outcome: removal.rowId === 2 ? ("removed" as const) : ("unsure" as const),
    }));
    await queue.finishRemovals(ended);
    assert.deepEqual(
      await listed(),
      [[3, "upload.png", FILE_SHA]],
      "what nobody can tell is looked at again",
    );
    await queue.finishRemovals(ended.map(({ removal }) => ({ removal, outcome: "absent" })));
    assert.deepEqual(await listed(), []);
  });

  it("makes a thumbnail again for an image that was deleted behind our back and restored", async (t) => {
    const handle = await openWithImages(t, 1, kind);
    const queue = createThumbnailQueue(handle, "main");
    await queue.record(RECIPE, succeed(await claim(queue)), NOW);
    runSql(handle, "DELETE FROM images");
    assert.equal(await queue.count(RECIPE, null), 0);
    await mustWrite(handle, [insertImage("0000.png", {}, {})]);
    assert.equal(await queue.count(RECIPE, null), 1);
    // Only SQLite gives the id out again, and with it the name of the file.
    const isAgain = !isOnServer(kind);
    assert.deepEqual(idsOf(await claim(queue)), [isAgain ? 1 : 2]);
    assert.equal((await queue.listRemovals()).length, isAgain ? 0 : 1);
  });

  it("waits for nothing that has no bytes on record, is released, or belongs to another estate", async (t) => {
    const handle = await openWithImages(t, 3, kind);
    const address = imageAddress("0000.png");
    const patch = { set: {}, unset: ["sha256"] };
    await mustWrite(handle, [
      { step: "record", kind: "image", address, record: { ...RECORD, patch } },
      { step: "release", kind: "image", address: imageAddress("0001.png"), before: {} },
    ]);
    assert.deepEqual(idsOf(await claim(createThumbnailQueue(handle, "main"))), [3]);
    assert.deepEqual(await claim(createThumbnailQueue(handle, "other")), []);
  });
});
