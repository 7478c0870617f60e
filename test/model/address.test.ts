import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatAddress, KINDS, parseAddress } from "../../src/model/address.js";
import { compareText } from "../../src/model/text-order.js";

describe("addresses", () => {
  it("leave slugs and plain file names as they are", () => {
    assert.equal(formatAddress("album", "decks/card-deck"), "album:decks/card-deck");
    assert.equal(formatAddress("image", "a b/ö.png"), "image:a%20b/%C3%B6.png");
  });

  it("refuse what is no address", () => {
    assert.equal(parseAddress("deck:x"), undefined);
    assert.equal(parseAddress("album"), undefined);
    assert.equal(parseAddress("image:%zz"), undefined);
  });

  it("read back as what they were made from", () => {
    const names = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), names, (kind, name) => {
        assert.deepEqual(parseAddress(formatAddress(kind, name)), { kind, name });
      }),
      { numRuns: 1000 },
    );
  });

  it("are ASCII and sort as their bytes do", () => {
    const addresses = fc.string({ unit: "grapheme" }).map((name) => formatAddress("image", name));
    fc.assert(
      fc.property(addresses, addresses, (a, b) => {
        assert.match(a, /^[\x21-\x7e]*$/);
        assert.equal(Math.sign(compareText(a, b)), Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
      { numRuns: 1000 },
    );
  });
});
