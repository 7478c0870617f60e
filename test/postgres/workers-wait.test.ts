import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { it, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { ask, connectTo } from "../support/ask-server.js";
import { onServer } from "../support/each-database.js";
import { makeEstate, QUEUE, startWorker, stop, sync, until } from "../support/worker-runs.js";

onServer("a worker that waits for an apply", () => {
  it("says that it lives while it can't tidy up, and does so in the end", async (t) => {
    const { dir, url } = await makeDone(t);
    await ask(url, "UPDATE sync_manifests SET thumbnails = NULL");
    const apply = await holdRows(t, url);
    const worker = startWorker(t, dir, url, { hurry: 20 });
    await waitForBeat(url);
    await apply.end();
    await until(
      async () => (await ask(url, "SELECT 1 FROM sync_manifests WHERE thumbnails IS NULL")).length === 0,
    );
    const { status, output } = await stop(worker);
    assert.equal(status, 143, output);
  });

  it("says that it lives until its last job is recorded, also once it was told to end", async (t) => {
    const { dir, url } = await makeEstate(t, 1);
    assert.equal((await sync(dir, url, QUEUE)).status, 0);
    const apply = await holdRows(t, url);
    const worker = startWorker(t, dir, url, { hurry: 20 });
    await until(async () => existsSync(join(dir, "data/thumbnails/1.webp")));
    const ended = stop(worker);
    await setTimeout(1000);
    await waitForBeat(url);
    await apply.end();
    const { status, output } = await ended;
    assert.equal(status, 143, output);
    assert.match(output, /1 thumbnail made, 0 failed/);
  });

  it("ends when it fails to tidy up", async (t) => {
    const { dir, url } = await makeDone(t);
    const apply = await holdRows(t, url);
    const worker = startWorker(t, dir, url, { hurry: 20 });
    await until(async () => (await ask(url, "SELECT 1 FROM sync_workers")).length > 0);
    await ask(url, "ALTER TABLE sync_manifests RENAME COLUMN thumbnails TO lost");
    await apply.end();
    const { status, output } = await worker.ended;
    assert.equal(status, 1, output);
    assert.match(output, /column "thumbnails" does not exist/);
  });
});

/** A database with all thumbnails of its estate. */
async function makeDone(t: TestContext) {
  const { dir, url } = await makeEstate(t, 1);
  const { status, output } = await sync(dir, url, ["apply", "--yes", "--assets", "stat"]);
  assert.equal(status, 0, output);
  return { dir, url };
}

/** Holds the lock on the rows as an apply does, until its end. */
async function holdRows(t: TestContext, url: string) {
  const client = await connectTo(url);
  t.after(() => client.end());
  await client.query("BEGIN; LOCK TABLE sync_meta, albums, images IN SHARE ROW EXCLUSIVE MODE");
  return client;
}

/** Until the only worker was heard of since it began, and since now. */
async function waitForBeat(url: string): Promise<void> {
  const [now] = await ask(url, "SELECT clock_timestamp()::text AS text");
  await until(async () => {
    const beats = await ask(
      url,
      "SELECT 1 FROM sync_workers WHERE seen_at > started_at AND seen_at > $1::timestamptz",
      now?.text,
    );
    return beats.length === 1;
  });
}
