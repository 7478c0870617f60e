import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { DatabaseHandle } from "../../../src/db/connection/connect.js";
import {
  acquireLease,
  breakLock,
  LEASE_SECONDS,
  type LeaseRequest,
  readLock,
} from "../../../src/db/queue/lease.js";
import { createRowTarget } from "../../../src/db/write/row-target.js";
import { open, openMigrated, querySql, RUN, target } from "../../support/database.js";
import { insertImage } from "../../support/steps.js";

const START = Date.UTC(2026, 0, 2);

/** Two connections to one database, with a clock that only the test moves. */
async function openTwo(t: TestContext) {
  const first = await openMigrated(t);
  const second = await open(t, first.file, "write");
  const time = { now: START };
  const clock = () => new Date(time.now);
  const acquire = (handle: DatabaseHandle, id: string, rest: Partial<LeaseRequest> = {}) =>
    acquireLease(handle, {
      id,
      who: id,
      host: "here",
      operation: "apply",
      timeoutMs: 0,
      clock,
      onWait: () => {},
      onWaitForWriter: () => {},
      ...rest,
    });
  const pass = (seconds: number) => {
    time.now += seconds * 1000;
  };
  return { first, second, clock, acquire, pass };
}

describe("lease", () => {
  it("is held by one at a time, and says by whom", async (t) => {
    const { first, second, acquire, clock } = await openTwo(t);
    const lease = await acquire(first, "ana");
    assert.equal((await readLock(second, clock()))?.who, "ana");
    await assert.rejects(acquire(second, "bob"), {
      code: "lock-held",
      message: /ana@here holds the lock for apply/,
    });
    await lease.release();
    assert.equal(await readLock(second, clock()), null);
    await acquire(second, "bob");
  });

  it("is free when its holder was killed and its time is over", async (t) => {
    const { first, second, acquire, pass, clock } = await openTwo(t);
    await acquire(first, "ana");
    pass(LEASE_SECONDS - 1);
    await assert.rejects(acquire(second, "bob"), { code: "lock-held" });
    pass(1);
    assert.equal(await readLock(first, clock()), null);
    await acquire(second, "bob");
  });

  it("lasts as long as it is renewed", async (t) => {
    const { first, second, acquire, pass } = await openTwo(t);
    const lease = await acquire(first, "ana");
    for (let round = 0; round < 3; round++) {
      pass(LEASE_SECONDS - 1);
      await lease.renew();
      await assert.rejects(acquire(second, "bob"), { code: "lock-held" });
    }
  });

  it("is waited for", async (t) => {
    const { first, second, acquire } = await openTwo(t);
    const lease = await acquire(first, "ana");
    const told: string[] = [];
    const waiting = acquire(second, "bob", { timeoutMs: 60_000, onWait: ({ who }) => told.push(who) });
    while (told.length === 0) await new Promise(setImmediate);
    await lease.release();
    assert.equal((await waiting).id, "bob");
    assert.deepEqual(told, ["ana"]);
  });

  it("is waited for no longer when a signal comes", async (t) => {
    const { first, second, acquire } = await openTwo(t);
    await acquire(first, "ana");
    const stop = new AbortController();
    const waiting = acquire(second, "bob", {
      timeoutMs: 600_000,
      signal: stop.signal,
      onWait: () => stop.abort(),
    });
    await assert.rejects(waiting, { code: "lock-held" });
  });

  it("keeps a run from writing that lost it", async (t) => {
    const { first, second, acquire, pass, clock } = await openTwo(t);
    const lost = await acquire(first, "ana");
    pass(LEASE_SECONDS);
    const taken = await acquire(second, "bob");
    const write = (handle: DatabaseHandle, lease: typeof lost) =>
      createRowTarget(handle, { clock, lease }).execute([insertImage("a.png")], [], RUN, () => {});
    await assert.rejects(write(first, lost), { code: "lock-lost" });
    assert.deepEqual(querySql(first, "SELECT id FROM images UNION SELECT id FROM sync_runs"), []);
    await lost.release();
    assert.equal((await readLock(first, clock()))?.who, "bob", "a lost lease releases nothing of others");
    assert.equal((await write(second, taken)).done, true);
  });

  it("can be broken by its id only", async (t) => {
    const { first, second, acquire, clock } = await openTwo(t);
    const lease = await acquire(first, "ana");
    assert.equal(await breakLock(second, "bob"), false);
    assert.equal(await breakLock(second, "ana"), true);
    assert.equal(await readLock(second, clock()), null);
    await assert.rejects(lease.renew(), { code: "lock-lost" });
  });

  it("is not there, and hinders nothing, in a database without its table", async (t) => {
    const { first, clock } = await openTwo(t);
    await first.writer?.raw("DROP TABLE sync_lock");
    assert.equal(await readLock(first, clock()), null);
    assert.equal((await target(first).execute([insertImage("a.png")], [], RUN, () => {})).done, true);
  });
});
