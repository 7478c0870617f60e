import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  concat,
  filter,
  map,
  type Sequence,
  select,
  sequenceOf,
  some,
  take,
} from "../../../src/model/lists/sequence.js";
import { LAW_RUNS } from "../../support/runs.js";

const numbers = fc.array(fc.nat(9), { maxLength: 12 });
const isEven = (number: number) => number % 2 === 0;

/** The same members as an array and as a sequence that makes them. */
function bothOf(array: readonly number[]): readonly Sequence<number>[] {
  return [array, sequenceOf(array.length, (place) => array[place] as number)];
}

function assertSame(sequence: Sequence<unknown>, array: readonly unknown[]): void {
  assert.deepEqual([...sequence], array);
  assert.deepEqual([...sequence], array, "gone through again");
  assert.equal(sequence.length, array.length);
  for (const place of array.keys()) assert.equal(sequence.at(place), array[place]);
  for (const place of [...array.keys()].reverse()) assert.equal(sequence.at(place), array[place]);
  assert.equal(sequence.at(array.length), undefined);
  assert.equal(JSON.stringify(sequence), JSON.stringify(array));
}

describe("a sequence", () => {
  it("is what an array of the same members is, joined, mapped and selected", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(numbers, fc.nat(1)), { maxLength: 5 }), (parts) => {
        const arrays = parts.map(([array]) => array);
        const joined = concat(parts.map(([array, form]) => bothOf(array)[form] as Sequence<number>));
        const all = arrays.flat();
        assertSame(joined, all);
        assertSame(
          map(joined, (number) => number + 1),
          all.map((number) => number + 1),
        );
        assertSame(select(joined, isEven), all.filter(isEven));
        assert.deepEqual(filter(joined, isEven), all.filter(isEven));
        assert.equal(some(joined, isEven), all.some(isEven));
        assert.deepEqual(take(joined, 3), all.slice(0, 3));
      }),
      { numRuns: 10 * LAW_RUNS },
    );
  });

  it("keeps no member that it makes", () => {
    const asked: number[] = [];
    const sequence = sequenceOf(1_000_000, (place) => asked.push(place));
    assert.equal(sequence.length, 1_000_000);
    assert.deepEqual(asked, []);
    assert.notEqual(sequence.at(7), sequence.at(7));
    assert.deepEqual(asked, [7, 7]);
  });
});
