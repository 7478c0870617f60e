import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import type { Change } from "../src/model/change.js";
import type { Plan } from "../src/model/plan.js";
import { restrictPlan } from "../src/plan/target.js";
import { carryOut, foreignWrites } from "./support/foreign-writes.js";
import { UNLIMITED } from "./support/law-database.js";
import { apply, assertNothingToDo, describeLaws, dump, holds } from "./support/law-runs.js";
import { renamingEstate } from "./support/random-estate.js";
import { listUnits } from "./support/units.js";

describeLaws("laws", () => {
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
});

function essence(change: Change) {
  const { action, address } = change;
  return "after" in change ? { action, address, after: change.after } : { action, address };
}
