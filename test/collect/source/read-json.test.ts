import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decodeText } from "../../../src/collect/source/decode-text.js";
import { readJson, readNumber } from "../../../src/collect/source/read-json.js";

const RUNS = { numRuns: 1000 };

describe("readJson", () => {
  it("reads what JSON.stringify writes, in every encoding", () => {
    const encode = fc.constantFrom(
      (text: string) => Buffer.from(text),
      (text: string) => Buffer.from(`\ufeff${text}`),
      (text: string) => Buffer.from(`\ufeff${text}`, "utf16le"),
      (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })),
        encode,
        (value, toBytes) => {
          const text = JSON.stringify(value);
          fc.pre(!/\\u0000|\\ud[89a-f]/i.test(text) && !/-0[,}\]]/.test(text));
          const read = readJson(decodeText(toBytes(text)).text);
          assert.ok(typeof read !== "string", String(read));
          assert.deepEqual(read.replaced, []);
          assert.deepEqual(read.value, JSON.parse(text, keepExact));
        },
      ),
      RUNS,
    );
  });

  it("reads by the quick parser what the careful one reads", () => {
    const number = fc.oneof(
      fc.constantFrom("0", "-0", "7.5", "1e3", "1E21", "-1e22", "0.10", "1.0", "NaN", "123456789012345"),
      fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    );
    const word = fc.constantFrom(
      ...['"a"', '"b"', '"a\\""', String.raw`"\": 1"`, '"__proto__"', String.raw`"\u0061"`, '"1e5, 2e"'],
      ...['"Infinity"', String.raw`"\ud800"`, '"\ud800"', '""', '"1"', '"toString"'],
    );
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(number, word, fc.constantFrom("null", "true", "", "[", "}", "tru")),
        fc.array(tie("value"), { maxLength: 3 }).map((parts) => `[${parts.join(", ")}]`),
        fc
          .array(fc.tuple(word, fc.constantFrom(":", " :", "\n:\t"), tie("value")), { maxLength: 4 })
          .map((pairs) => `{${pairs.map((pair) => pair.join("")).join(",")}}`),
      ),
    }));
    let quick = 0;
    fc.assert(
      fc.property(value, (text) => {
        const read = readJson(text);
        // A number with an exponent is never left to the quick parser.
        const careful = readJson(`[1e0,${text}]`);
        if (typeof read === "string" || typeof careful === "string") {
          assert.deepEqual([typeof read, typeof careful], ["string", "string"], text);
          return;
        }
        assert.deepEqual({ ...read, value: [1, read.value] }, careful);
        if (text.length > 10 && !text.includes("e")) quick++;
      }),
      RUNS,
    );
    assert.ok(quick > 20, `${quick} of what was tried could be read quickly`);
  });

  it("keeps each digit of a seed", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (seed) => {
        const read = readJson(`{"seed": ${seed}}`);
        assert.ok(typeof read !== "string");
        assert.equal(String((read.value as { seed: unknown }).seed), String(seed));
      }),
      RUNS,
    );
  });

  it("gives a reason for anything else, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutatedJson()), (bytes) => {
        const read = readJson(decodeText(Buffer.from(bytes)).text);
        assert.ok(typeof read === "string" ? read.length > 0 && !/\p{Cc}/u.test(read) : "value" in read);
      }),
      RUNS,
    );
  });

  it("takes NaN for text outside of strings only", () => {
    assert.deepEqual(readJson(String.raw`{"a": NaN, "b": "NaN \" NaN", "c": [-Infinity, 1]}`), {
      value: { a: "NaN", b: 'NaN " NaN', c: ["-Infinity", 1] },
      replaced: [],
      notNumbers: true,
    });
    assert.equal(typeof readJson('{"a": NaNa}'), "string");
  });

  it("gives the last of two values and lists the first", () => {
    assert.deepEqual(readJson('{"a": 1, "b": 2, "a": 3}'), {
      value: { a: 3, b: 2 },
      replaced: [{ key: "a", value: 1 }],
      notNumbers: false,
    });
  });

  it("leaves numbers as text that a double would change", () => {
    const cases = [
      "1e999",
      "9007199254740993",
      "-9007199254740993",
      "1e20",
      "9007199254740991",
      "0.1",
      "1e3",
      "-2",
    ];
    assert.deepEqual(cases.map(readNumber), [
      ...["1e999", "9007199254740993", "-9007199254740993", "1e20"],
      ...[9007199254740991, 0.1, 1000, -2],
    ]);
  });
});

/** Whole numbers beyond 2^53 come as text. */
function keepExact(_key: string, value: unknown): unknown {
  return typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)
    ? String(value)
    : value;
}

function mutatedJson(): fc.Arbitrary<Uint8Array> {
  return fc.tuple(fc.json(), fc.nat(), fc.nat(255)).map(([text, at, byte]) => {
    const bytes = Buffer.from(text);
    bytes[at % Math.max(bytes.length, 1)] = byte;
    return bytes;
  });
}
