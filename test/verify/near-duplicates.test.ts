import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { countDifferences, formatHash, hashShades, parseHash } from "../../src/images/perceptual-hash.js";
import { groupNearDuplicates, MOST_DIFFERENCES } from "../../src/verify/near-duplicates.js";

const words = fc
  .array(fc.nat(0xffffffff), { minLength: 8, maxLength: 8 })
  .map((list) => Uint32Array.from(list));

/** A hash, and the same with some bits turned round. */
const pair = fc.record({
  hash: words,
  bits: fc.uniqueArray(fc.nat(255), { maxLength: MOST_DIFFERENCES + 4 }),
});

function flip(hash: Uint32Array, bits: readonly number[]): Uint32Array {
  const copy = Uint32Array.from(hash);
  for (const bit of bits) copy[bit >> 5] = (copy[bit >> 5] as number) ^ (1 << (bit & 31));
  return copy;
}

describe("perceptual hashes", () => {
  it("survive being written down, and differ in the bits that were turned round", () => {
    fc.assert(
      fc.property(pair, ({ hash, bits }) => {
        assert.deepEqual(parseHash(formatHash(hash)), hash);
        assert.match(formatHash(hash), /^[0-9a-f]{64}$/);
        assert.equal(countDifferences(hash, flip(hash, bits)), bits.length);
      }),
      { numRuns: 1000 },
    );
  });

  it("say where a picture gets brighter to the right", () => {
    const shades = new Uint8Array(17 * 16).fill(9);
    assert.equal(formatHash(hashShades(shades)), "0".repeat(64));
    shades[0] = 6;
    shades[2] = 11;
    shades[16 * 17 - 1] = 12;
    assert.equal(formatHash(hashShades(shades)), `00000001${"0".repeat(48)}80000000`);
  });
});

describe("groups of near duplicates", () => {
  it("hold every two that are near, whatever else is there", () => {
    fc.assert(
      fc.property(pair, fc.array(words, { maxLength: 5 }), ({ hash, bits }, others) => {
        const pictures = [hash, ...others, flip(hash, bits)].map((each, index) => ({
          file: String(index),
          hash: formatHash(each),
        }));
        const last = String(pictures.length - 1);
        const groups = groupNearDuplicates(pictures);
        const together = groups.some((group) => group.includes("0") && group.includes(last));
        assert.equal(together, bits.length <= MOST_DIFFERENCES);
      }),
      { numRuns: 1000 },
    );
  });

  it("join chains, and are sorted", () => {
    const hash = new Uint32Array(8);
    const far = flip(
      hash,
      Array.from({ length: MOST_DIFFERENCES * 2 }, (_, bit) => bit),
    );
    const between = flip(
      hash,
      Array.from({ length: MOST_DIFFERENCES }, (_, bit) => bit),
    );
    const files = [far, Uint32Array.from({ length: 8 }, () => 0xffffffff), hash, between];
    const pictures = files.map((each, index) => ({ file: `${9 - index}.png`, hash: formatHash(each) }));
    assert.deepEqual(groupNearDuplicates(pictures), [["6.png", "7.png", "9.png"]]);
  });
});
