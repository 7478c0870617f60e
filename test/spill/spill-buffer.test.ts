import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { SpillBuffer } from "../../src/spill/spill-buffer.js";
import { makeTempDir } from "../support/temp-dir.js";

describe("a long list", () => {
  it("holds what was added, whether it lies in a file or not, and leaves none behind", (t) => {
    const folder = makeTempDir(t);
    const room = fc.record({ from: fc.nat(6), onPage: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 20 }), room, (values, { from, onPage }) => {
        let begun = 0;
        const list = new SpillBuffer<string>({ folder, from, onPage, onBegin: () => begun++ });
        for (const [place, value] of values.entries()) {
          list.push(value);
          assert.equal(list.at(place), value);
        }
        assert.equal(list.length, values.length);
        assert.deepEqual([...list], values);
        assert.equal(begun, values.length > from ? 1 : 0);
      }),
      { numRuns: 300 },
    );
    assert.deepEqual(readdirSync(folder), []);
  });
});
