import assert from "node:assert/strict";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { OutcomeBatch } from "../../src/apply/outcome-batch.js";
import type { ThumbnailResult } from "../../src/apply/ports.js";
import { connectJobs } from "../../src/db/queue/graphile.js";
import { ask } from "../support/ask-server.js";
import { onServer } from "../support/each-database.js";
import {
  makeEstate,
  noise,
  QUEUE,
  type Started,
  startWorker,
  stop,
  sync,
  until,
  workerIds,
} from "../support/worker-runs.js";

const PICTURES = 300;

onServer("workers of a shared database", () => {
  it("create every thumbnail once, but those that a killed one had begun, whatever their own clocks say", async (t) => {
    const { dir, url } = await makeEstate(t, PICTURES);
    assert.equal((await sync(dir, url, ["db", "migrate"])).status, 0);
    // Both make the queue at the same time.
    const fast = startWorker(t, dir, url, { offset: 3_600_000 });
    const slow = startWorker(t, dir, url, { offset: -3_600_000 });
    await until(async () => (await workerIds(url)).length === 2);
    await countMakes(url);
    const applied = await sync(dir, url, QUEUE);
    assert.equal(applied.status, 0, applied.output);
    assert.match(applied.output, new RegExp(`0 failed, ${PICTURES} queued`));
    await until(async () => (await readMakes(url)).size >= PICTURES / 5);
    assert.equal(Math.max(...(await readMakes(url)).values()), 1, "made twice before the kill");
    const begun = await killWithJobs(slow, url);
    assert.ok(begun.length > 0, "nothing was under way");
    // A minute passes on the server for the dead one.
    await ask(
      url,
      "UPDATE sync_workers SET seen_at = seen_at - interval '2 min' WHERE id = $1",
      begun[0]?.worker,
    );
    await ask(
      url,
      "UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '2 min' WHERE locked_by = $1",
      begun[0]?.worker,
    );
    await until(async () => (await ask(url, "SELECT 1 FROM graphile_worker.jobs LIMIT 1")).length === 0);

    const makes = await readMakes(url);
    assert.equal(makes.size, PICTURES);
    const twice = [...makes].filter(([, times]) => times > 1).map(([image]) => image);
    assert.deepEqual(
      twice.filter((image) => !begun.some(({ image: one }) => one === image)),
      [],
    );
    assert.deepEqual(
      readdirSync(join(dir, "data/thumbnails")).filter((name) => /^\d+\.webp$/.test(name)).length,
      PICTURES,
    );
    const [late] = await ask(
      url,
      "SELECT count(*)::int AS n FROM sync_thumbnails WHERE abs(extract(epoch FROM recorded_at::timestamp - (now() AT TIME ZONE 'UTC'))) > 600",
    );
    assert.equal(late?.n, 0, "recorded by a clock other than the server's");

    const end = await stop(fast);
    assert.equal(end.status, 143, end.output);
    assert.match(end.output, /Worker stopped\. \d+ thumbnails made, 0 failed/);
    assert.equal((await workerIds(url)).includes(begun[0]?.worker ?? ""), true, "forgotten within the hour");
    assert.equal((await workerIds(url)).length, 1, "the one that ended is gone");
    const planned = await sync(dir, url, ["status"]);
    assert.match(planned.output, /thumbnails {2}0 waiting, 0 failed/);
    assert.match(planned.output, /queue {7}0 waiting, 0 running, 0 failed; no worker is running/);
  });

  it("park a faulty picture with its reason, and a lost queue is filled again from the rows", async (t) => {
    const { dir, url } = await makeEstate(t, 8, 1);
    assert.equal((await sync(dir, url, ["db", "migrate"])).status, 0);
    await ask(url, REFUSE);
    assert.equal((await sync(dir, url, QUEUE)).status, 1);
    assert.deepEqual(await ask(url, "SELECT 1 FROM graphile_worker.jobs"), [], "jobs without rows");
    await ask(url, "DROP TRIGGER refuse ON images");
    assert.equal((await sync(dir, url, QUEUE)).status, 0);
    const again = await sync(dir, url, QUEUE);
    assert.match(again.output, /0 failed, 0 queued/, "a job was doubled");

    await ask(url, "TRUNCATE graphile_worker._private_jobs");
    assert.match(
      (await sync(dir, url, ["thumbnails", "--queue"])).output,
      /^9 thumbnails added to the queue\./,
    );
    await ask(url, "DROP SCHEMA graphile_worker CASCADE");
    assert.doesNotMatch((await sync(dir, url, ["status"])).output, /queue/);
    const refill = await sync(dir, url, ["thumbnails", "--queue", "--json"]);
    const counts = { waiting: 9, running: 0, failed: 0, workers: 0 };
    assert.deepEqual(JSON.parse(refill.output), { queued: 9, queue: counts });

    const worker = startWorker(t, dir, url);
    await until(async () => (await ask(url, "SELECT 1 FROM graphile_worker.jobs LIMIT 1")).length === 0);
    const end = await stop(worker);
    assert.match(end.output, /Worker stopped\. 8 thumbnails made, 1 failed, 0 dropped, 0 to be tried again/);
    assert.match((await sync(dir, url, ["status"])).output, /0 waiting, 1 failed[\s\S]*is not a picture/);
    assert.match((await sync(dir, url, ["thumbnails", "--queue"])).output, /^0 thumbnails added/);
    assert.match((await sync(dir, url, ["thumbnails", "--queue", "--retry"])).output, /^1 thumbnail added/);
  });

  it("leave a missing file to a later attempt, on any machine", async (t) => {
    const { dir, url } = await makeEstate(t, 1, 0);
    assert.equal((await sync(dir, url, QUEUE)).status, 0);
    const file = join(dir, "data/legacy/art/0.png");
    const bytes = await noise(0);
    rmSync(file);
    const worker = startWorker(t, dir, url);
    await until(
      async () =>
        (await ask(url, "SELECT 1 FROM graphile_worker.jobs WHERE attempts > 0 AND locked_at IS NULL"))
          .length > 0,
    );
    writeFileSync(file, bytes);
    await until(async () => existsSync(join(dir, "data/thumbnails/1.webp")));
    await until(async () => (await ask(url, "SELECT 1 FROM graphile_worker.jobs")).length === 0);
    assert.match(
      (await stop(worker)).output,
      /1 thumbnail made, 0 failed, 0 dropped, [1-9]\d* to be tried again/,
    );
  });

  it("need a server, the rights to make the queue, and the asset root", async (t) => {
    const { dir, url } = await makeEstate(t, 1);
    for (const args of [QUEUE, ["worker"], ["thumbnails", "--queue"]]) {
      const { status, output } = await sync(dir, "sqlite:data/albums.db", args);
      assert.equal(status, 64, output);
      assert.match(
        output,
        /error\[usage\] .* needs a database on a PostgreSQL server, not sqlite:\S*albums\.db/,
      );
    }
    assert.equal(existsSync(join(dir, "data/albums.db")), false);
    const role = `sync_limited_${process.pid}`;
    await ask(url, `CREATE ROLE ${role} LOGIN PASSWORD 'limited'`);
    t.after(() => ask(url, `DROP ROLE ${role}`).catch(() => {}));
    const limited = new URL(url);
    [limited.username, limited.password] = [role, "limited"];
    await assert.rejects(connectJobs(limited.href), { code: "queue-rights" });
  });
});

onServer("outcomes of jobs", () => {
  it("that come during a write are written together by the next", async () => {
    const written: number[] = [];
    const batch = new OutcomeBatch(async (results) => {
      await setTimeout(5);
      written.push(results.length);
      if (written.length === 2) throw new Error("lost");
    });
    const outcome = {} as ThumbnailResult;
    const first = batch.add(outcome);
    await setTimeout(1);
    const others = await Promise.allSettled([batch.add(outcome), batch.add(outcome)]);
    await first;
    assert.deepEqual(
      others.map(({ status }) => status),
      ["rejected", "rejected"],
    );
    await batch.add(outcome);
    assert.deepEqual(written, [1, 2, 1]);
  });
});

/** Refuses rows of images when the transaction is to be committed. */
const REFUSE = `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'refused'; END$$;
  CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON images DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse()`;

/** Kills a worker; the images that it was working on, with its id. */
async function killWithJobs({ child, ended }: Started, url: string) {
  child.kill("SIGKILL");
  const [worker = ""] = /pool-\w+/.exec((await ended).output) ?? [];
  const rows = await ask(
    url,
    "SELECT split_part(key, ':', 1)::int AS image FROM graphile_worker.jobs WHERE locked_by = $1",
    worker,
  );
  return rows.map(({ image }) => ({ worker, image: Number(image) }));
}

/** Writes down each thumbnail that is recorded as made. */
async function countMakes(url: string): Promise<void> {
  await ask(
    url,
    `CREATE TABLE makes (image INTEGER NOT NULL);
      CREATE FUNCTION note_make() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN INSERT INTO makes VALUES (NEW.image_id); RETURN NULL; END$$;
      CREATE TRIGGER note_make AFTER INSERT OR UPDATE OF state ON sync_thumbnails FOR EACH ROW
        WHEN (NEW.state = 'made') EXECUTE FUNCTION note_make()`,
  );
}

async function readMakes(url: string): Promise<ReadonlyMap<number, number>> {
  const rows = await ask(url, "SELECT image, count(*)::int AS times FROM makes GROUP BY image");
  return new Map(rows.map(({ image, times }) => [Number(image), Number(times)]));
}
