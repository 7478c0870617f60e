import assert from "node:assert/strict";
import { it } from "node:test";
import { pruneHistory } from "../../../src/db/history/prune-history.js";
import { createRowTarget } from "../../../src/db/write/row-target.js";
import { CLOCK, openMigrated, querySql, RUN, runSql } from "../../support/database.js";
import { onEachDatabase } from "../../support/each-database.js";
import { imageAddress, insertImage } from "../../support/steps.js";

const NO_LEASE = { fence: () => {} };
const OUTCOME = {
  state: "complete",
  finishedAt: "2026-01-02 03:05:00.000000",
  summary: { create: 1 },
} as const;

onEachDatabase("dropping old history", (kind) => {
  it("keeps the newest runs of the estate, those that objects go back to, and the first of all", async (t) => {
    const handle = await openMigrated(t, kind);
    const target = createRowTarget(handle, { clock: CLOCK });
    const estates = ["main", "main", "main", "other", "main", "main"];
    for (const [index, estate] of estates.entries()) {
      const name = `${index + 1}.png`;
      await target.execute([insertImage(name)], [entryOf(name)], { ...RUN, estate }, () => {});
    }
    runSql(handle, "DELETE FROM sync_objects WHERE run <> 2");
    assert.deepEqual(await pruneHistory(handle, "main", 9, NO_LEASE), { changes: 0, runs: 0, named: 0 });
    assert.deepEqual(await pruneHistory(handle, "main", 2, NO_LEASE), { changes: 3, runs: 1, named: 2 });
    assert.deepEqual(
      querySql(handle, "SELECT id FROM sync_runs ORDER BY id").map(({ id }) => id),
      [1, 2, 4, 5, 6],
    );
    assert.deepEqual(
      querySql(handle, "SELECT run FROM sync_changes ORDER BY run").map(({ run }) => run),
      [4, 5, 6],
    );
    assert.deepEqual(await pruneHistory(handle, "main", 2, NO_LEASE), { changes: 0, runs: 0, named: 2 });
  });

  it("is done when a run ends, if so many runs are to be kept", async (t) => {
    const handle = await openMigrated(t, kind);
    let count = 0;
    for (const keepRuns of [null, null, null, 2]) {
      const target = createRowTarget(handle, { clock: CLOCK, keepRuns });
      const name = `${++count}.png`;
      const result = await target.execute([insertImage(name)], [entryOf(name)], RUN, () => {});
      assert.ok(result.done);
      const { n } = querySql(handle, "SELECT count(DISTINCT run) AS n FROM sync_changes")[0] as { n: number };
      assert.equal(n, result.run, "nothing is dropped before the end");
      await target.finishRun(result.run, OUTCOME);
    }
    assert.deepEqual(
      querySql(handle, "SELECT run FROM sync_changes ORDER BY run").map(({ run }) => run),
      [3, 4],
    );
  });
});

function entryOf(name: string) {
  return { address: imageAddress(name), action: "create", before: null, after: { sha256: "x" } };
}
