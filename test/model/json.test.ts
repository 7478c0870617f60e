import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { digestJson, TextDigest } from "../../src/model/digest.js";
import { canonicalJson, equalJson, isCanonicalJson, type Json } from "../../src/model/json.js";
import { compareEntries } from "../../src/model/text-order.js";

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

  it("is told from any other text of the same value", () => {
    const keyed = fc.dictionary(fc.constantFrom("10", "9", "b", "a", "é", "toJSON", "__proto__"), values);
    fc.assert(
      fc.property(fc.oneof(values, keyed, fc.array(keyed)), fc.nat(), fc.string(), (value, at, more) => {
        const text = canonicalJson(value as Json);
        const cut = at % (text.length + 1);
        const others = [JSON.stringify(value), ` ${text}`, text.slice(0, cut) + more + text.slice(cut)];
        for (const other of [text, ...others]) {
          const parsed = parse(other);
          if (parsed !== undefined)
            assert.equal(isCanonicalJson(parsed, other), canonicalJson(parsed) === other, other);
        }
        assert.ok(isCanonicalJson(JSON.parse(text), text), text);
      }),
      { numRuns: 2000 },
    );
    for (const text of ["-0", "1.0", "1e2", '{"a":1,"a":1}', '{"b":[{"d":1,"c":2}]}', '"\\u0061"'])
      assert.ok(!isCanonicalJson(JSON.parse(text), text), text);
  });

  it("depends on the keys of this object only, however many others came before", () => {
    const keys = fc.shuffledSubarray(["a", "b", "c", "d", "10", "9", "é", '"', "__proto__x"], {
      minLength: 1,
    });
    fc.assert(
      fc.property(keys, (names) => {
        const members = names.map((name, index): [string, Json] => [name, index]);
        const sorted = members.toSorted(compareEntries);
        const expected = sorted.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",");
        assert.equal(canonicalJson(Object.fromEntries(members)), `{${expected}}`);
      }),
      { numRuns: 5000 },
    );
    for (let number = 0; number < 3000; number++)
      assert.equal(canonicalJson({ [`z${number}`]: 1, a: 2 }), `{"a":2,"z${number}":1}`);
  });

  it("writes every text as JSON.stringify does", () => {
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.nat(0xffff).map(toUnit) }));
    fc.assert(
      fc.property(texts, (text) => assert.equal(canonicalJson(text), JSON.stringify(text))),
      { numRuns: 5000 },
    );
    for (let code = 0; code < 0x180; code++)
      assert.equal(canonicalJson(toUnit(code)), JSON.stringify(toUnit(code)));
  });
});

describe("the digest of texts", () => {
  it("is that of the one text that they make", () => {
    const list = Array.from({ length: 5000 }, (_, index) => ({ index, text: "é♠ long enough" }));
    const parts = list.map((item, index) => (index === 0 ? "" : ",") + canonicalJson(item));
    const digestOf = (texts: readonly string[]) => {
      const digest = new TextDigest();
      for (const text of texts) digest.add(text);
      return digest.end();
    };
    assert.equal(digestOf(["[", ...parts, "]"]), digestJson(list));
    assert.equal(digestOf(["[]"]), digestJson([]));
  });
});

function toUnit(code: number): string {
  return String.fromCharCode(code);
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
