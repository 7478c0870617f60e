import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { fileOf } from "../../src/db/connection/url.js";
import { openDatabase } from "../../src/db/open-database.js";
import { observe } from "../../src/db/read/observe.js";
import type { Resource } from "../../src/model/resource.js";
import { planChanges } from "../../src/plan/plan.js";
import { copy, emptyServer, rowsOfFile } from "../support/copied-databases.js";
import { onServer } from "../support/each-database.js";
import { carryOut, foreignWrites } from "../support/foreign-writes.js";
import { openLawDatabase, UNLIMITED } from "../support/law-database.js";
import { apply } from "../support/law-runs.js";
import { estateOf, planOptions } from "../support/memory-observation.js";
import { createServerDatabase } from "../support/postgres.js";
import { renamingEstate } from "../support/random-estate.js";
import { LAW_OPTIONS, LAW_RUNS, tellCases } from "../support/runs.js";

type Opened = Awaited<ReturnType<typeof openLawDatabase>>;

onServer("a copy of a random estate", () => {
  let original: Opened;
  let server: Awaited<ReturnType<typeof createServerDatabase>>;
  before(async () => {
    [original, server] = await Promise.all([openLawDatabase(), createServerDatabase()]);
  });
  after(async () => {
    await original.remove();
    await server.remove();
  });

  it("has the same plans on a server, and every row when it comes back", () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(renamingEstate, foreignWrites, renamingEstate),
        tellCases(([first, writes, second]) =>
          original.use(async (database) => {
            const file = fileOf(original.url);
            const back = join(file, "../back.db");
            await apply(database, await database.plan(first));
            await database.makeThumbnails(true);
            carryOut(database, writes);
            await emptyServer(server.url);
            for (const side of ["", "-wal", "-shm"]) rmSync(`${back}${side}`, { force: true });
            await copy(original.url, server.url);
            await copy(server.url, `sqlite:${back}`);
            assert.deepEqual(rowsOfFile(back), rowsOfFile(file));
            for (const resources of [first, second]) {
              const expected = await planOf(original.url, resources);
              assert.deepEqual(await planOf(server.url, resources), expected);
              assert.deepEqual(await planOf(`sqlite:${back}`, resources), expected);
            }
          }),
        ),
      ),
      // Each case makes two databases.
      { ...LAW_OPTIONS, numRuns: Math.ceil(LAW_RUNS / 25) },
    ));
});

/** What a plan says, with ids of rows: the copy has the same. */
async function planOf(url: string, resources: readonly Resource[]): Promise<unknown> {
  const handle = await openDatabase(url, { mode: "read" });
  try {
    return await observe(handle, { estate: "main", hashFile: () => null }, async (observation) => {
      const { baseline } = observation;
      const { planId, base, changes, blocked, summary } = await planChanges(
        estateOf(...resources),
        observation,
        planOptions(UNLIMITED),
      );
      const listed = JSON.parse(JSON.stringify({ changes: [...changes], blocked: [...blocked] }));
      return { planId, base, ...listed, summary, touched: [...(baseline?.touched ?? ["lost"])].sort() };
    });
  } finally {
    await handle.close();
  }
}
