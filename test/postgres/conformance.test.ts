import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import type { Plan } from "../../src/model/plan.js";
import type { DatabaseKind } from "../support/database-kinds.js";
import { onServer } from "../support/each-database.js";
import { carryOut, foreignRows, foreignWrites } from "../support/foreign-writes.js";
import { type LawDatabase, openLawDatabase, UNLIMITED } from "../support/law-database.js";
import { apply, assertNothingToDo } from "../support/law-runs.js";
import { renamingEstate } from "../support/random-estate.js";
import { tellCases } from "../support/runs.js";

type Opened = Awaited<ReturnType<typeof openLawDatabase>>;
let opened: { readonly SQLite: Opened; readonly PostgreSQL: Opened };

// That both profiles give the same on a file is the law of test/profile-laws.test.ts.
onServer("both databases, in profile D", () => giveTheSame("SQLite", "PostgreSQL"));
onServer("both databases, in profile E", () => giveTheSame("SQLite E", "PostgreSQL E"));

function giveTheSame(file: DatabaseKind, server: DatabaseKind): void {
  before(async () => {
    opened = { SQLite: await openLawDatabase(file), PostgreSQL: await openLawDatabase(server) };
  });
  after(async () => {
    await opened.SQLite.remove();
    await opened.PostgreSQL.remove();
  });

  it("give the same plans, whatever others do between two runs", () =>
    holdsOnBoth(
      fc.tuple(renamingEstate, foreignWrites, renamingEstate, fc.boolean()),
      async (databases, [first, writes, second, prune]) => {
        // Ids of deleted rows are given out again by SQLite only.
        const alike = writes.filter(({ what }) => what !== "uploadIntoGap");
        const options = { ...UNLIMITED, prune };
        await onBoth(databases, async (database) => {
          const start = await database.plan(first);
          await apply(database, start);
          return outcomeOf(start);
        });
        await onBoth(databases, async (database) => {
          carryOut(database, alike);
          const plan = await database.plan(second, options);
          await apply(database, plan);
          return outcomeOf(plan);
        });
      },
    ));

  it("give the same plan of what was released, and of taking a run back", () =>
    holdsOnBoth(fc.tuple(renamingEstate, renamingEstate), async (databases, [first, second]) => {
      await onBoth(databases, async (database) => {
        await apply(database, await database.plan(first));
        await apply(database, await database.plan(second));
        const again = await database.plan(first, UNLIMITED);
        const back = await database.reverse(2, UNLIMITED);
        return [outcomeOf(again), outcomeOf(back)];
      });
    }));

  it("are left alone where nobody declares anything, and need no second run", () =>
    holdsOnBoth(fc.tuple(renamingEstate, foreignWrites), async (databases, [estate, writes]) => {
      carryOut(databases.PostgreSQL, writes);
      const before = foreignRows(databases.PostgreSQL);
      await apply(databases.PostgreSQL, await databases.PostgreSQL.plan(estate, UNLIMITED));
      const after = foreignRows(databases.PostgreSQL);
      assert.deepEqual(after.labels, before.labels);
      assert.deepEqual(after.links, before.links);
      assertNothingToDo(await databases.PostgreSQL.plan(estate));
    }));
}

interface Databases {
  readonly SQLite: LawDatabase;
  readonly PostgreSQL: LawDatabase;
}

async function holdsOnBoth<T>(
  arbitrary: fc.Arbitrary<T>,
  law: (databases: Databases, value: T) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      arbitrary,
      tellCases((value: T) =>
        opened.SQLite.use((SQLite) =>
          opened.PostgreSQL.use((PostgreSQL) => law({ SQLite, PostgreSQL }, value)),
        ),
      ),
    ),
    opened.PostgreSQL.options,
  );
}

/** Does the same on both, which must give the same. */
async function onBoth<T>({ SQLite, PostgreSQL }: Databases, work: (database: LawDatabase) => Promise<T>) {
  const expected = await work(SQLite);
  assert.deepEqual(await work(PostgreSQL), expected);
}

/** What a plan says, without what is of one database only: its row ids. */
function outcomeOf({ planId, changes, blocked, summary }: Plan): unknown {
  const withoutIds = (list: Iterable<object>) =>
    JSON.parse(JSON.stringify([...list], (key, value) => (/^(rowId|row|id)$/.test(key) ? undefined : value)));
  return { planId, changes: withoutIds(changes), blocked: withoutIds(blocked), summary };
}
