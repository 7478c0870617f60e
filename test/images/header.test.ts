import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DEFAULT_LIMITS, reckonCost } from "../../src/images/header.js";
import type { ImageFacts } from "../../src/images/image-facts.js";

const FACTS: ImageFacts = {
  mediaType: "image/png",
  width: 5000,
  height: 4000,
  pages: 1,
  pixels: 20_000_000,
  progressive: false,
};

describe("the cost of a picture", () => {
  it("is its pixels, threefold when it is interlaced or progressive", () => {
    assert.equal(reckonCost(FACTS, DEFAULT_LIMITS), 20_000_000);
    assert.equal(reckonCost({ ...FACTS, progressive: true }, DEFAULT_LIMITS), 60_000_000);
  });

  it("is never more than all pixels in flight, so that it runs alone at most", () => {
    const facts = { ...FACTS, mediaType: "image/jpeg", pixels: 80_000_000, progressive: true };
    assert.equal(reckonCost(facts, DEFAULT_LIMITS), 100_000_000);
  });
});
