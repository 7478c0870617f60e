import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { canonicalJson, equalJson, type Json } from "../../src/model/json.js";

const values = fc.jsonValue() as fc.Arbitrary<Json>;

describe("canonical JSON", () => {
  it("has sorted keys at every depth and no blanks", () => {
    const value = { b: [{ d: 1, c: "é\n" }], a: null, __proto__x: true };
    assert.equal(canonicalJson(value), '{"__proto__x":true,"a":null,"b":[{"c":"é\\n","d":1}]}');
  });

  it("reads back as the value, and is the same for equal values only", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        assert.ok(equalJson(JSON.parse(canonicalJson(a)), a));
        assert.equal(canonicalJson(a) === canonicalJson(b), equalJson(a, b));
      }),
      { numRuns: 1000 },
    );
  });
});
