import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { equalJson, type Json } from "../../../src/model/json.js";
import { diffJson } from "../../../src/report/text/json-diff.js";

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

describe("JSON diff", () => {
  it("names the deepest place", () => {
    assert.deepEqual(diffJson([{ path: "a", weight: 0.6 }], [{ path: "a", weight: 0.7 }]), [
      { path: "[0].weight", before: 0.6, after: 0.7 },
    ]);
    assert.deepEqual(diffJson({ "a b": { c: [1] } }, { "a b": { c: [1, 2] }, d: null }), [
      { path: '["a b"].c[1]', before: undefined, after: 2 },
      { path: ".d", before: undefined, after: null },
    ]);
  });

  it("matches the ends of lists, so that an entry taken out is one difference", () => {
    assert.deepEqual(diffJson([1, 2, 3, 4], [1, 3, 4]), [{ path: "[1]", before: 2, after: undefined }]);
    assert.deepEqual(diffJson([1, 1], [1]), [{ path: "[0]", before: 1, after: undefined }]);
  });

  it("finds more differences than a call takes arguments", () => {
    const [before, after] = [0, 1].map((value) => [new Array<number>(200_000).fill(value)]);
    assert.equal(diffJson(before, after).length, 200_000);
  });

  it("finds nothing exactly when the values are equal", () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        assert.deepEqual(diffJson(a, a), []);
        assert.equal(diffJson(a, b).length === 0, equalJson(a, b));
      }),
      { numRuns: 1000 },
    );
  });
});
