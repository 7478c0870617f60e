import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { canonicalJson, type Json } from "../../../src/model/json.js";
import { lazyList } from "../../../src/model/lists/lazy-list.js";
import { LAW_RUNS } from "../../support/runs.js";

describe("a lazy list", () => {
  it("reads as an array does", () => {
    const members = fc.array(fc.integer(), { maxLength: 12 });
    fc.assert(
      fc.property(members, fc.integer({ min: -3, max: 14 }), (array, place) => {
        const list = lazyList(array.length, (index) => array[index] as number);
        assert.ok(Array.isArray(list));
        assert.deepEqual([...list], array);
        assert.deepEqual(
          [list.length, list[place], list.at(place)],
          [array.length, array[place], array.at(place)],
        );
        const isEven = (member: number) => member % 2 === 0;
        assert.deepEqual(list.filter(isEven), array.filter(isEven));
        assert.deepEqual([...list.entries()], [...array.entries()]);
        assert.deepEqual(
          list.flatMap((member, index) => [member, index]),
          array.flatMap((member, index) => [member, index]),
        );
        assert.deepEqual(
          [list.some(isEven), list.find(isEven), list.indexOf(place), list.slice(place)],
          [array.some(isEven), array.find(isEven), array.indexOf(place), array.slice(place)],
        );
        assert.deepEqual([7, ...list, ...array.concat(list)], [7, ...array, ...array, ...array]);
        assert.deepEqual(list.toSorted(), array.toSorted());
        assert.deepEqual(
          [JSON.stringify(list), canonicalJson(list as Json)],
          [JSON.stringify(array), canonicalJson(array)],
        );
        assert.deepEqual([place in list, String(place) in list], [place in array, String(place) in array]);
      }),
      { numRuns: LAW_RUNS },
    );
  });

  it("makes what is asked for, and nothing else", () => {
    const asked: number[] = [];
    const list = lazyList(1_000_000, (index) => asked.push(index));
    assert.equal(list.length, 1_000_000);
    assert.ok(list[5] !== undefined && list[999_999] !== undefined);
    for (const member of list) if (member > 3) break;
    assert.deepEqual(asked, [5, 999_999, 0, 1]);
  });

  it("can't be written", () => {
    const list = lazyList(2, (index) => index) as number[];
    assert.throws(() => list.push(3), TypeError);
    assert.throws(() => list.sort(), TypeError);
    assert.throws(() => {
      list[0] = 9;
    }, TypeError);
    assert.throws(() => {
      list.length = 0;
    }, TypeError);
    assert.deepEqual([...list], [0, 1]);
  });
});
