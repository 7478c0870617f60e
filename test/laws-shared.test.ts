import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { nameOf } from "../src/model/address.js";
import { digestJson } from "../src/model/digest.js";
import type { Resource } from "../src/model/resource.js";
import { carryOut, foreignRows, foreignWrites } from "./support/foreign-writes.js";
import { UNLIMITED } from "./support/law-database.js";
import { apply, assertNothingToDo, describeLaws, dump, holds } from "./support/law-runs.js";
import { renamingEstate } from "./support/random-estate.js";

describeLaws("laws of a database that others use too", () => {
  it("rows that the estate does not own are byte-equal afterwards", () =>
    holds(
      fc.tuple(renamingEstate, foreignWrites, renamingEstate, fc.boolean()),
      async (database, [first, writes, second, prune]) => {
        await apply(database, await database.plan(first));
        carryOut(database, writes);
        const seen = foreignRows(database);
        const plan = await database.plan(second, { ...UNLIMITED, prune, restore: "all" });
        await apply(database, plan);
        assert.deepEqual(foreignRows(database), seen);
      },
    ));

  it("what others write between plan and apply stops it whole, or survives it", () =>
    holds(
      fc.tuple(renamingEstate, renamingEstate, foreignWrites, fc.boolean()),
      async (database, [first, second, writes, prune]) => {
        await apply(database, await database.plan(first));
        const plan = await database.plan(second, { ...UNLIMITED, prune });
        carryOut(database, writes);
        const [all, foreign] = [dump(database), foreignRows(database)];
        const result = await database.execute(plan);
        if (!result.done) assert.deepEqual(dump(database), all);
        assert.deepEqual(foreignRows(database), foreign);
      },
    ));

  it("two estates on one database leave each other alone", () =>
    holds(
      fc.tuple(renamingEstate, renamingEstate, renamingEstate, fc.boolean()),
      async (database, [ours, theirs, next, prune]) => {
        const options = { ...UNLIMITED, prune };
        const other = theirs.map(intoFolder);
        await apply(database, await database.plan(ours));
        await apply(database, await database.plan(other, {}, "other"));
        await apply(database, await database.plan(next, options));
        assertNothingToDo(await database.plan(other, {}, "other"));
        assertNothingToDo(await database.plan(next, options));
      },
    ));

  it("deletes and releases stay within the budget", () =>
    holds(
      fc.tuple(
        renamingEstate,
        renamingEstate,
        fc.record({ rows: fc.nat(4), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      ),
      async (database, [first, second, budget]) => {
        await apply(database, await database.plan(first));
        const plan = await database.plan(second, { prune: true, budget });
        if (plan.guards.length > 0) return;
        for (const kind of ["album", "image", "set-template"] as const) {
          const { delete: deleted, release } = plan.summary.kinds[kind];
          const owned = first.filter((resource) => resource.kind === kind).length;
          assert.ok(deleted + release <= Math.max(budget.rows, budget.share * owned));
          assert.ok(deleted + release < owned || owned === 0);
        }
      },
    ));
});

/** The same resource under addresses and filenames that no random estate has; names stay as they are. */
function intoFolder(resource: Resource): Resource {
  const move = (address: string) =>
    address.replace(/^(album|image):/, "$1:z/").replace(/^set-template:/, "$&z-");
  const base = { ...resource, address: move(resource.address) };
  if (base.kind === "album") {
    const images = [...base.images].map(move);
    return {
      ...base,
      images,
      fields: { ...base.fields, slug: nameOf(base.address), order: digestJson(images) },
    };
  }
  if (base.kind === "set-template")
    return { ...base, fields: { ...base.fields, slug: nameOf(base.address) } };
  const albums = base.albums.map(move);
  const filenames = base.filenames.map((name) => `z__${name}`);
  return { ...base, albums, home: move(base.home), filenames, fields: { ...base.fields, albums } };
}
