import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LOCK_TIMEOUT } from "../../../src/cli/args/options.js";
import { withLease } from "../../../src/cli/work/lease.js";
import { createContext } from "../../support/context.js";
import { openMigrated, querySql, runSql } from "../../support/database.js";

const RUNNER = { who: "tester", host: "here" };

describe("work under the lease", () => {
  it("releases it on both ways out", async (t) => {
    const handle = await openMigrated(t);
    const { context } = createContext("/", [LOCK_TIMEOUT]);
    const held = () => querySql(handle, "SELECT who FROM sync_lock").length;
    assert.equal(await withLease(handle, RUNNER, "test", context, async () => held()), 1);
    assert.equal(held(), 0);
    await assert.rejects(
      withLease(handle, RUNNER, "test", context, async () => {
        throw new Error("first");
      }),
      /first/,
    );
    assert.equal(held(), 0);
  });

  it("tells what failed first when the lease can't be released either", async (t) => {
    const handle = await openMigrated(t);
    const { context } = createContext("/", [LOCK_TIMEOUT]);
    await assert.rejects(
      withLease(handle, RUNNER, "test", context, async () => {
        runSql(handle, "DROP TABLE sync_lock");
        throw new Error("first");
      }),
      /^Error: first$/,
    );
    await assert.rejects(
      withLease(handle, RUNNER, "test", context, async () => runSql(handle, "DROP TABLE sync_lock")),
      /sync_lock/,
    );
  });
});
