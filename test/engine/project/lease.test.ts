import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { withLease } from "../../../src/engine/project/lease.js";
import { openMigrated, querySql, runSql } from "../../support/database.js";

const PROJECT = {
  ports: {
    now: () => new Date("2026-01-02T03:04:05.006Z"),
    takeSignal: () => new AbortController().signal,
    warn: async () => {},
    note: () => {},
    detail: () => {},
    progress: () => {},
  },
  lockTimeoutMs: 30_000,
};
const RUNNER = { who: "tester", host: "here" };

describe("work under the lease", () => {
  it("releases it on both ways out", async (t) => {
    const handle = await openMigrated(t);
    const held = () => querySql(handle, "SELECT who FROM sync_lock").length;
    assert.equal(await withLease(PROJECT, handle, RUNNER, "test", async () => held()), 1);
    assert.equal(held(), 0);
    await assert.rejects(
      withLease(PROJECT, handle, RUNNER, "test", async () => {
        throw new Error("first");
      }),
      /first/,
    );
    assert.equal(held(), 0);
  });

  it("tells what failed first when the lease can't be released either", async (t) => {
    const handle = await openMigrated(t);
    await assert.rejects(
      withLease(PROJECT, handle, RUNNER, "test", async () => {
        runSql(handle, "DROP TABLE sync_lock");
        throw new Error("first");
      }),
      /^Error: first$/,
    );
    await assert.rejects(
      withLease(PROJECT, handle, RUNNER, "test", async () => runSql(handle, "DROP TABLE sync_lock")),
      /sync_lock/,
    );
  });
});
