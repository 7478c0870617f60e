import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decodeName } from "../../src/files/byte-names.js";

const RUNS = { numRuns: 2000 };

describe("decodeName", () => {
  it("gives different bytes different texts", () => {
    const nearly = fc.constantFrom("caf\\xE9", "caf\\x5CxE9", "\\x5C", "\\\\x5C", "\\xC3\\xA9");
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      nearly.map((text) => Buffer.from(text)),
    );
    const latin = nearly.map((text) => Buffer.from(text.replace("\\xE9", "\xe9"), "latin1"));
    fc.assert(
      fc.property(fc.oneof(bytes, latin), fc.oneof(bytes, latin), (a, b) => {
        const [left, right] = [Buffer.from(a), Buffer.from(b)];
        assert.equal(decodeName(left) === decodeName(right), left.equals(right));
      }),
      RUNS,
    );
  });

  it("leaves UTF-8 alone", () => {
    assert.equal(decodeName(Buffer.from("e\u0301tude 🦊\n.png")), "e\u0301tude 🦊\n.png");
    assert.equal(decodeName(Buffer.from("caf\xe9.png", "latin1")), "caf\\xE9.png");
  });
});
