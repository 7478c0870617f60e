import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import type { WriteResult } from "../src/apply/ports.js";
import { nameOf } from "../src/model/address.js";
import type { Change } from "../src/model/change.js";
import { digestJson } from "../src/model/digest.js";
import { isEmptyPlan, type Plan } from "../src/model/plan.js";
import type { Resource } from "../src/model/resource.js";
import { restrictPlan } from "../src/plan/target.js";
import { carryOut, foreignRows, foreignWrites } from "./support/foreign-writes.js";
import { type LawDatabase, openLawDatabase, UNLIMITED } from "./support/law-database.js";
import { renamingEstate } from "./support/random-estate.js";
import { LAW_OPTIONS, tellCases } from "./support/runs.js";
import { listUnits } from "./support/units.js";

type Opened = Awaited<ReturnType<typeof openLawDatabase>>;
let opened: Opened;

before(async () => {
  opened = await openLawDatabase();
});
after(() => opened.remove());

describe("laws", () => {
  it("after apply, the plan is empty", () =>
    holds(renamingEstate, async (database, estate) => {
      await apply(database, await database.plan(estate));
      assertNothingToDo(await database.plan(estate));
    }));

  it("after a second apply, the plan is empty, whatever the estate was before", () =>
    holds(
      fc.tuple(renamingEstate, renamingEstate, fc.boolean()),
      async (database, [first, second, prune]) => {
        const options = { ...UNLIMITED, prune };
        await apply(database, await database.plan(first));
        await apply(database, await database.plan(second, options));
        assertNothingToDo(await database.plan(second, options));
      },
    ));

  it("after apply, only what is blocked is left, whatever others did in between", () =>
    holds(
      fc.tuple(renamingEstate, foreignWrites, renamingEstate, foreignWrites),
      async (database, [first, writes, second, more]) => {
        await apply(database, await database.plan(first));
        carryOut(database, writes);
        await apply(database, await database.plan(second, UNLIMITED));
        carryOut(database, more);
        await apply(database, await database.plan(second, UNLIMITED));
        const rest = await database.plan(second, UNLIMITED);
        assert.deepEqual(rest.changes, []);
      },
    ));

  it("a restore brings everything back", () =>
    holds(fc.tuple(renamingEstate, foreignWrites), async (database, [estate, writes]) => {
      await apply(database, await database.plan(estate));
      carryOut(database, writes);
      await apply(database, await database.plan(estate, { restore: "all" }));
      const rest = await database.plan(estate);
      assert.deepEqual([rest.changes, rest.blocked], [[], []]);
    }));

  it("applying a plan twice changes nothing the second time", () =>
    holds(
      fc.tuple(renamingEstate, foreignWrites, renamingEstate),
      async (database, [first, writes, second]) => {
        await apply(database, await database.plan(first));
        carryOut(database, writes);
        const plan = await database.plan(second, UNLIMITED);
        const done = await apply(database, plan);
        assert.ok(done.done);
        assert.deepEqual([...done.alreadyApplied], []);
        const once = [dump(database), database.rows("SELECT * FROM sync_objects ORDER BY address")];
        const again = await apply(database, plan);
        assert.deepEqual(
          [dump(database), database.rows("SELECT * FROM sync_objects ORDER BY address")],
          once,
        );
        assert.ok(again.done);
        assert.deepEqual(
          [...again.alreadyApplied].sort(),
          [...plan.changes].map(({ address }) => address).sort(),
        );
        assert.deepEqual(database.rows(`SELECT * FROM sync_changes WHERE run = ${again.run}`), []);
      },
    ));

  it("a plan survives JSON", () =>
    holds(fc.tuple(renamingEstate, renamingEstate), async (database, [first, second]) => {
      await apply(database, await database.plan(first));
      const plan = await database.plan(second, UNLIMITED);
      const copy = JSON.parse(JSON.stringify(plan)) as Plan;
      assert.deepEqual(copy, plan);
      await apply(database, copy);
      assertNothingToDo(await database.plan(second, UNLIMITED));
    }));

  it("a plan cut after any of its units leaves exactly the rest to the next plan", () =>
    holds(fc.tuple(renamingEstate, renamingEstate, fc.nat(40)), async (database, [first, second, cut]) => {
      await apply(database, await database.plan(first));
      const whole = await database.plan(second, UNLIMITED);
      const units = listUnits([...whole.changes]);
      const done = new Set(units.slice(0, cut % (units.length + 1)).flat());
      await apply(database, { ...whole, changes: [...whole.changes].filter((change) => done.has(change)) });
      const rest = await database.plan(second, UNLIMITED);
      assert.deepEqual(
        [...rest.changes].map(essence),
        [...whole.changes].filter((change) => !done.has(change)).map(essence),
      );
      await apply(database, rest);
      assertNothingToDo(await database.plan(second, UNLIMITED));
    }));

  it("a targeted plan applies, and leaves the rest to the next plan", () =>
    holds(
      fc.tuple(renamingEstate, renamingEstate, fc.array(fc.boolean(), { minLength: 1 })),
      async (database, [first, second, picks]) => {
        await apply(database, await database.plan(first));
        const whole = await database.plan(second, UNLIMITED);
        const all = [...whole.changes, ...whole.records];
        const wanted = new Set(
          all.filter((_, index) => picks[index % picks.length]).map(({ address }) => address),
        );
        const part = restrictPlan(whole, (address) => wanted.has(address));
        await apply(database, part);
        const done = new Set([...part.changes].map(({ address }) => address));
        const rest = await database.plan(second, UNLIMITED);
        // An album's order may have to wait for links and moves that were left out.
        const again = [...rest.changes].filter(
          (change) =>
            done.has(change.address) &&
            !("diffs" in change && change.diffs.every(({ field }) => field === "order")),
        );
        assert.deepEqual(again, []);
        await apply(database, rest);
        assertNothingToDo(await database.plan(second, UNLIMITED));
      },
    ));

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

async function holds<T>(arbitrary: fc.Arbitrary<T>, law: (database: LawDatabase, value: T) => Promise<void>) {
  await fc.assert(
    fc.asyncProperty(
      arbitrary,
      tellCases((value: T) => opened.use((database) => law(database, value))),
    ),
    LAW_OPTIONS,
  );
}

async function apply(database: LawDatabase, plan: Plan): Promise<WriteResult> {
  const result = await database.execute(plan);
  assert.ok(result.done, JSON.stringify(result));
  return result;
}

function assertNothingToDo(plan: Plan): void {
  assert.deepEqual([plan.changes, plan.blocked, plan.records], [[], [], []]);
  assert.ok(isEmptyPlan({ ...plan, thumbnails: [] }));
}

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

function essence(change: Change) {
  const { action, address } = change;
  return "after" in change ? { action, address, after: change.after } : { action, address };
}

/** Every row of the backend's tables, without the marks that each write leaves. */
function dump(database: LawDatabase): unknown {
  return ["albums", "images", "labels", "album_images"].map((table) =>
    database.rows(`SELECT * FROM ${table} ORDER BY id`),
  );
}
