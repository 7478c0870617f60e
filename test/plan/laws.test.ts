import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { equalJson, type Json, valueAt } from "../../src/model/json.js";
import { findDifference } from "../../src/plan/compare/difference.js";
import { createPlacer } from "../../src/plan/compare/order.js";
import { countMoved, longestAscent } from "../../src/plan/compare/sequence.js";
import { planChanges } from "../../src/plan/plan.js";
import { albumOf, estateOf, imageOf, observationOf, planOptions } from "../support/memory-observation.js";
import { LAW_RUNS } from "../support/runs.js";

const RUNS = { numRuns: LAW_RUNS };
const numbers = fc.uniqueArray(fc.nat(50), { maxLength: 12 });
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

describe("laws of planning", () => {
  it("a longest ascent ascends, and no subset that ascends is longer", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(20), { maxLength: 9 }), (values) => {
        const ascent = longestAscent(values).map((position) => values[position] as number);
        assert.ok(ascent.every((value, index) => index === 0 || (ascent[index - 1] as number) < value));
        assert.equal(ascent.length, longestByBruteForce(values));
      }),
      RUNS,
    );
  });

  it("nothing moves exactly when the order is the same", () => {
    fc.assert(
      fc.property(numbers, fc.infiniteStream(fc.nat()), (before, keys) => {
        const after = shuffle(before, keys);
        assert.equal(countMoved(before, after) === 0, JSON.stringify(before) === JSON.stringify(after));
      }),
      RUNS,
    );
  });

  it("links placed one group at a time in any order end in the declared order", () => {
    fc.assert(
      fc.property(numbers, fc.infiniteStream(fc.nat(2)), (declared, groups) => {
        const images = declared.map(String);
        const group = new Map(images.map((image) => [image, groups.next().value as number]));
        let shown: string[] = [];
        for (const turn of [0, 1, 2]) {
          shown = placeGroup(
            images,
            shown,
            images.filter((image) => group.get(image) === turn),
          );
        }
        assert.deepEqual(shown, images);
      }),
      RUNS,
    );
  });

  it("a difference leads to a place where the values differ", () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const path = findDifference(before, after);
        if (equalJson(before, after)) return;
        assert.notDeepEqual([valueAt(before, path)], [valueAt(after, path)]);
      }),
      RUNS,
    );
  });

  it("the same estate gives the same bytes, and the plan survives JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 6 }), async (names) => {
        const files = names.map((name) => `a/${name}.png`);
        const resources = [albumOf("a", files), ...files.map((file) => imageOf(file, { prompt: file }))];
        const once = await planChanges(estateOf(...resources), observationOf([]), planOptions());
        const again = await planChanges(estateOf(...resources.reverse()), observationOf([]), planOptions());
        assert.equal(JSON.stringify(once), JSON.stringify(again));
        assert.deepEqual(JSON.parse(JSON.stringify(once)), once);
        const addresses = [...once.changes].map(({ address }) => address);
        assert.deepEqual(addresses, [...addresses].sort());
      }),
      RUNS,
    );
  });
});

function placeGroup(
  declared: readonly string[],
  shown: readonly string[],
  group: readonly string[],
): string[] {
  const place = createPlacer(new Map([["album:a", { album: "album:a", declared, shown }]]));
  const result = [...shown];
  for (const { image, before } of group
    .map((image) => ({ image, ...place("album:a", image) }))
    .sort((a, b) => a.index - b.index)) {
    result.splice(before === null ? result.length : result.indexOf(before), 0, image);
  }
  return result;
}

function longestByBruteForce(values: readonly number[]): number {
  let longest = 0;
  for (let bits = 0; bits < 1 << values.length; bits++) {
    const chosen = values.filter((_, index) => (bits >> index) & 1);
    if (chosen.every((value, index) => index === 0 || (chosen[index - 1] as number) < value)) {
      longest = Math.max(longest, chosen.length);
    }
  }
  return longest;
}

function shuffle<T>(values: readonly T[], keys: Iterator<number>): readonly T[] {
  return values
    .map((value) => ({ value, key: keys.next().value as number }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
