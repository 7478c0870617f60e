import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { planChanges } from "../../src/plan/plan.js";
import { simulateApply } from "../../src/plan/simulate-apply.js";
import { albumOf, estateOf, imageOf, planOptions, templateOf } from "../support/memory-observation.js";

const PRUNING = planOptions({ prune: true, allowDeletes: 1000, deleteForeign: true });
const resources = fc
  .record({
    files: fc.uniqueArray(fc.constantFrom("a.png", "b.png", "c.png", "d.png"), { minLength: 1 }),
    prompt: fc.constantFrom("x", "y", null),
    labels: fc.constantFrom([], [{ text: "t", type: "tag" }]),
    template: fc.constantFrom("cards", "tarot"),
  })
  .map(({ files, prompt, labels, template }) => [
    albumOf("a", files),
    templateOf(template),
    ...files.map((file) => imageOf(file, { prompt, labels })),
  ]);

describe("supposing that an estate was applied", () => {
  it("leaves nothing to do for equal manifests", async () => {
    await fc.assert(
      fc.asyncProperty(resources, async (list) => {
        const estate = estateOf(...list);
        const plan = await planChanges(estate, simulateApply(estate.resources, "r1"), PRUNING);
        assert.deepEqual([plan.changes, plan.blocked, plan.guards, plan.thumbnails], [[], [], [], []]);
      }),
      { numRuns: 1000 },
    );
  });

  it("adds what came, deletes what went and blocks nothing", async () => {
    await fc.assert(
      fc.asyncProperty(resources, resources, async (old, now) => {
        const [before, after] = [estateOf(...old), estateOf(...now)];
        const plan = await planChanges(after, simulateApply(before.resources, "r1"), PRUNING);
        assert.deepEqual([plan.blocked, plan.guards], [[], []]);
        const had = new Set([...before.resources].map(({ address }) => address));
        const has = new Set([...after.resources].map(({ address }) => address));
        const addressesOf = (action: string) =>
          [...plan.changes]
            .filter((change) => change.action === action)
            .map(({ address }) => address)
            .sort();
        assert.deepEqual(addressesOf("create"), [...has].filter((address) => !had.has(address)).sort());
        assert.deepEqual(addressesOf("delete"), [...had].filter((address) => !has.has(address)).sort());
      }),
      { numRuns: 1000 },
    );
  });
});
