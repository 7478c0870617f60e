import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { mergeObjectText } from "../../../src/db/backend/object-text.js";
import { equalJson, type Json, type JsonObject } from "../../../src/model/json.js";

const objects = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>;

describe("mergeObjectText", () => {
  it("keeps every character of members that it does not name", () => {
    const text = '{ "seed": 9007199254740993, "scale":7.0, "note": "a, \\"b\\": {c}", "old": [1, {"x": 2}] }';
    const merged = mergeObjectText(
      text,
      new Map<string, Json>([
        ["old", null],
        ["slug", "deck"],
      ]),
    );
    assert.equal(
      merged,
      '{"seed": 9007199254740993, "scale": 7.0, "note": "a, \\"b\\": {c}", "slug": "deck"}',
    );
  });

  it("makes NULL of what has no member left, and an object of NULL", () => {
    assert.equal(mergeObjectText('{"a": 1}', new Map([["a", null]])), null);
    assert.equal(mergeObjectText(null, new Map([["a", null]])), null);
    assert.equal(mergeObjectText(null, new Map([["a", 1]])), '{"a": 1}');
    assert.equal(mergeObjectText("{}", new Map()), null);
  });

  it("gives the object with the patch laid over it", () => {
    const spaces = fc.constantFrom(undefined, 2);
    fc.assert(
      fc.property(objects, objects, spaces, (object, patch, indent) => {
        const merged = mergeObjectText(JSON.stringify(object, null, indent), new Map(Object.entries(patch)));
        const kept = Object.entries({ ...object, ...patch }).filter(([key]) => patch[key] !== null);
        assert.ok(equalJson(JSON.parse(merged ?? "{}"), Object.fromEntries(kept)));
      }),
      { numRuns: 1000 },
    );
  });
});
