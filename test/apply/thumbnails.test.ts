import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { addSeconds } from "../../src/apply/clock.js";
import { PictureProblem, type ThumbnailMaker, type ThumbnailRemoval } from "../../src/apply/ports.js";
import type { ThumbnailPorts, ThumbnailProgress } from "../../src/apply/thumbnail-ports.js";
import { applyThumbnails, chooseWorkers, makeThumbnails } from "../../src/apply/thumbnails.js";
import { jobOf, MemoryQueue, memoryMaker, removalOf, tickingClock } from "../support/memory-queue.js";

const ONCE = { workers: 2, retryFailed: false };
const NAMES = Array.from({ length: 60 }, (_, index) => `${index}.png`);
const JOBS = NAMES.map((name, index) => jobOf(name, index + 1));

function portsOf(
  queue: MemoryQueue,
  maker: ThumbnailMaker,
  more: Partial<ThumbnailPorts> = {},
): ThumbnailPorts {
  const clock = tickingClock(0.001);
  const signal = new AbortController().signal;
  return {
    queue,
    maker,
    resolveAsset: (address) => `/${address}`,
    clock,
    onProgress: () => {},
    signal,
    ...more,
  };
}

describe("making thumbnails", () => {
  it("makes all that wait, from the file that the image has", async () => {
    const queue = new MemoryQueue(JOBS);
    const files: string[] = [];
    const maker = memoryMaker((_, file) => files.push(file));
    const report = await makeThumbnails(portsOf(queue, maker), ONCE);
    assert.deepEqual(report, { made: 60, removed: 0, failed: [], notAttempted: 0 });
    assert.deepEqual(files.sort(), NAMES.map((name) => `/image:${name}`).sort());
    assert.equal(Object.keys(queue.recorded).length, 60);
    assert.equal(queue.largestClaim, 16);
  });

  it("records a bad picture and goes on; failures are sorted", async () => {
    const queue = new MemoryQueue(JOBS);
    const maker = memoryMaker(({ address }) => {
      if (/[37]\.png/.test(address)) throw new PictureProblem(`${address} is damaged`);
    });
    const report = await makeThumbnails(portsOf(queue, maker), { ...ONCE, workers: 4 });
    const failed = NAMES.filter((name) => /[37]\.png/.test(name)).map((name) => `image:${name}`);
    assert.equal(report.made, 48);
    assert.deepEqual(
      report.failed,
      failed.sort().map((address) => ({ address, error: `${address} is damaged` })),
    );
    assert.equal(queue.recorded["image:3.png"], "image:3.png is damaged");
    assert.equal(queue.recorded["image:4.png"], null);
  });

  it("puts thumbnails on the disk before they are recorded", async () => {
    const made = new Set<string>();
    const flushed = new Set<string>();
    const maker = {
      ...memoryMaker(({ address }) => made.add(address)),
      flush: async () => {
        const before = [...made];
        await new Promise((resolve) => setImmediate(resolve));
        for (const address of before) flushed.add(address);
      },
    };
    const queue = new MemoryQueue(JOBS);
    const record = queue.record.bind(queue);
    queue.record = async (recipe, results, now) => {
      for (const { job } of results) assert.ok(flushed.has(job.address), job.address);
      await record(recipe, results, now);
    };
    const report = await makeThumbnails(portsOf(queue, maker), { ...ONCE, workers: 3 });
    assert.equal(report.made, 60);
  });

  it("works on as many as it is told to, never on more", async () => {
    let running = 0;
    let most = 0;
    const maker = memoryMaker(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    });
    await makeThumbnails(portsOf(new MemoryQueue(JOBS), maker), { ...ONCE, workers: 3 });
    assert.equal(most, 3);
  });

  it("stops between two pictures: outcomes are recorded, claims given back", async () => {
    const queue = new MemoryQueue(JOBS);
    const stop = new AbortController();
    const finished: string[] = [];
    const maker = memoryMaker(async ({ address }) => {
      if (address === "image:9.png") stop.abort();
      await new Promise((resolve) => setImmediate(resolve));
      finished.push(address);
    });
    const report = await applyThumbnails(portsOf(queue, maker, { signal: stop.signal }), ONCE);
    assert.equal(report.state, "interrupted");
    assert.deepEqual(Object.keys(queue.recorded).sort(), finished.sort());
    assert.equal(report.thumbnails.made, finished.length);
    assert.equal(report.thumbnails.notAttempted, 60 - finished.length);
    assert.ok(finished.length >= 10 && finished.length <= 12, `${finished.length} finished`);
    assert.deepEqual(queue.claimed, []);
  });

  it("ends with an error that is no picture's fault, and leaves the rest in the queue", async () => {
    const queue = new MemoryQueue(JOBS);
    const made: string[] = [];
    const maker = memoryMaker(({ address }) => {
      if (address === "image:20.png") throw new Error("no space left on device");
      made.push(address);
    });
    await assert.rejects(makeThumbnails(portsOf(queue, maker), ONCE), /no space left/);
    assert.deepEqual(Object.keys(queue.recorded).sort(), made.sort());
    assert.ok(made.length >= 20 && made.length < 60);
    assert.deepEqual(queue.claimed, []);
  });

  it("tries failures of earlier runs again only when asked, and once", async () => {
    const queue = new MemoryQueue(JOBS.slice(0, 3));
    const clock = tickingClock(1);
    let attempts = 0;
    const maker = memoryMaker(() => {
      attempts++;
      throw new PictureProblem("is damaged");
    });
    const ports = portsOf(queue, maker, { clock });
    assert.equal((await makeThumbnails(ports, ONCE)).failed.length, 3);
    assert.deepEqual(await makeThumbnails(ports, ONCE), { made: 0, removed: 0, failed: [], notAttempted: 0 });
    assert.equal(attempts, 3);
    assert.equal((await makeThumbnails(ports, { ...ONCE, retryFailed: true })).failed.length, 3);
    assert.equal(attempts, 6);
  });

  it("takes over what a killed worker had claimed, when the claim runs out", async () => {
    const queue = new MemoryQueue(JOBS.slice(0, 5));
    const clock = tickingClock(0.25);
    const now = clock();
    await queue.claim({ recipe: "r1", retryBefore: null, limit: 3, now, until: addSeconds(now, 4) });
    const ends = addSeconds(now, 4);
    const report = await makeThumbnails(portsOf(queue, memoryMaker(), { clock }), ONCE);
    assert.deepEqual(report, { made: 5, removed: 0, failed: [], notAttempted: 0 });
    const early = queue.entries.filter(({ outcome }) => (outcome?.at ?? "") < ends).length;
    assert.equal(early, 2, "our own outcomes are recorded before the wait");
  });

  it("starts no job whose claim ran out, and records often enough not to lose one", async () => {
    const queue = new MemoryQueue(JOBS.slice(0, 16));
    const slow = tickingClock(10);
    let overdue = 0;
    const maker = memoryMaker(({ address }) => {
      const claim = queue.entries.find(({ job }) => job.address === address)?.claimedUntil ?? "";
      // The clock moves ten seconds when it is read, here too.
      if (slow() > addSeconds(claim, 10)) overdue++;
    });
    const report = await makeThumbnails(portsOf(queue, maker, { clock: slow }), { ...ONCE, workers: 1 });
    assert.deepEqual([overdue, report.made], [0, 16]);
    assert.equal(
      new Set(queue.entries.map(({ outcome }) => outcome?.at)).size,
      16,
      "each was recorded at once",
    );
    assert.equal(Object.keys(queue.recorded).length, 16);
  });

  it("removes the thumbnails of deleted images, and lists again what it could not remove", async () => {
    const queue = new MemoryQueue(
      [],
      [4, 5, 6].map((rowId) => removalOf(rowId)),
    );
    const removed: number[] = [];
    const remove = async ({ rowId }: ThumbnailRemoval): Promise<"removed"> => {
      if (rowId === 6) throw new Error("read-only");
      removed.push(rowId);
      return "removed";
    };
    await assert.rejects(makeThumbnails(portsOf(queue, { ...memoryMaker(), remove }), ONCE), /read-only/);
    assert.deepEqual([removed, queue.removals.map(({ rowId }) => rowId)], [[4, 5], [6]]);
    const report = await applyThumbnails(portsOf(queue, memoryMaker()), ONCE);
    assert.deepEqual([report.thumbnails.removed, report.state, queue.removals], [1, "complete", []]);
  });

  it("tells how far it is", async () => {
    const seen: ThumbnailProgress[] = [];
    const maker = memoryMaker(({ rowId }) => {
      if (rowId === 2) throw new PictureProblem("is damaged");
    });
    const onProgress = (progress: ThumbnailProgress): unknown => seen.push(progress);
    await makeThumbnails(portsOf(new MemoryQueue(JOBS.slice(0, 3)), maker, { onProgress }), {
      ...ONCE,
      workers: 1,
    });
    assert.deepEqual(
      seen.map(({ done, failed, total }) => [done, failed, total]),
      [
        [1, 0, 3],
        [2, 1, 3],
        [3, 1, 3],
      ],
    );
  });

  it("accounts for every job, wherever it is stopped", async () => {
    const run = fc.record({
      jobs: fc.integer({ min: 0, max: 40 }),
      workers: fc.integer({ min: 1, max: 5 }),
      bad: fc.uniqueArray(fc.nat(40)),
      stopAt: fc.option(fc.nat(40)),
      brokenAt: fc.option(fc.nat(40)),
      ticks: fc.nat(3),
    });
    await fc.assert(fc.asyncProperty(run, checkAccount), { numRuns: 1000 });
  });

  it("chooses three workers for each core, not many more than there are threads", () => {
    assert.deepEqual(
      [chooseWorkers(2), chooseWorkers(1), chooseWorkers(8), chooseWorkers(8, 12)],
      [6, 3, 6, 18],
    );
    assert.equal(chooseWorkers(0), 1);
  });
});

interface Account {
  readonly jobs: number;
  readonly workers: number;
  readonly bad: readonly number[];
  readonly stopAt: number | null;
  readonly brokenAt: number | null;
  readonly ticks: number;
}

async function checkAccount({ jobs, workers, bad, stopAt, brokenAt, ticks }: Account): Promise<void> {
  const queue = new MemoryQueue(JOBS.slice(0, jobs));
  const stop = new AbortController();
  const maker = memoryMaker(async ({ rowId }) => {
    for (let i = 0; i < ticks; i++) await Promise.resolve();
    if (rowId === stopAt) stop.abort();
    if (rowId === brokenAt) throw new RangeError("disk");
    if (bad.includes(rowId)) throw new PictureProblem("bad");
  });
  const options = { workers, retryFailed: false };
  const report = await makeThumbnails(portsOf(queue, maker, { signal: stop.signal }), options).catch(
    (error) => {
      assert.ok(error instanceof RangeError, String(error));
    },
  );
  assert.deepEqual(queue.claimed, []);
  const waiting = jobs - Object.keys(queue.recorded).length;
  if (report === undefined) return assert.ok(waiting > 0);
  assert.equal(report.made + report.failed.length + report.notAttempted, jobs);
  assert.equal(report.notAttempted, waiting);
  if (!stop.signal.aborted) assert.equal(waiting, 0);
}
