import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import type { Plan } from "../src/model/plan.js";
import type { Resource } from "../src/model/resource.js";
import { openLawDatabase, UNLIMITED } from "./support/law-database.js";
import { apply } from "./support/law-runs.js";
import { renamingEstate } from "./support/random-estate.js";
import { LAW_OPTIONS, tellCases } from "./support/runs.js";

let opened: readonly Awaited<ReturnType<typeof openLawDatabase>>[];

describe("laws of profiles", () => {
  before(async () => {
    opened = await Promise.all([openLawDatabase("SQLite"), openLawDatabase("SQLite E")]);
  });
  after(() => Promise.all(opened.map(({ remove }) => remove())));

  it("the same estates give the same changes and plan_id on both", async () => {
    const [d, e] = opened;
    assert.ok(d !== undefined && e !== undefined);
    const round = fc.record({ estate: renamingEstate, prune: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(round, { minLength: 1, maxLength: 4 }).filter(leavesNothing),
        tellCases((rounds) =>
          d.use((first) =>
            e.use(async (second) => {
              for (const { estate, prune } of rounds) {
                const options = { ...UNLIMITED, prune };
                const plans = [
                  await first.plan(estate, options),
                  await second.plan(estate, options),
                ] as const;
                assert.deepEqual(contentOf(plans[1]), contentOf(plans[0]));
                await apply(first, plans[0]);
                await apply(second, plans[1]);
              }
            }),
          ),
        ),
      ),
      LAW_OPTIONS,
    );
  });
});

/**
 * False where an object is taken up again without a field that it declared before it was released: a row of D still holds the
 * value, which nobody declares, and a field of E that only the record holds has no value then.
 */
function leavesNothing(rounds: readonly { readonly estate: readonly Resource[] }[]): boolean {
  const seen = new Map<string, { readonly names: ReadonlySet<string>; readonly round: number }>();
  return rounds.every(({ estate }, round) =>
    estate.every(({ kind, address, fields }) => {
      const names = new Set(Object.keys(fields));
      const last = seen.get(address);
      seen.set(address, { names, round });
      if (kind === "image" || last === undefined || last.round === round - 1) return true;
      return [...last.names].every((name) => names.has(name));
    }),
  );
}

/** What a plan says of an estate, wherever its rows are. */
function contentOf({ planId, changes, blocked, summary }: Plan): unknown {
  const shown = [...changes].map((change) => JSON.parse(JSON.stringify(change)));
  return { planId, changes: shown.map(({ row: _, ...change }) => change), blocked, summary };
}
