import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DEFAULT_LIMITS, estimateCost } from "../../src/images/header.js";
import type { ImageFacts } from "../../src/images/headers/image-facts.js";

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
    assert.equal(estimateCost(FACTS, DEFAULT_LIMITS), 20_000_000);
    assert.equal(estimateCost({ ...FACTS, progressive: true }, DEFAULT_LIMITS), 60_000_000);
  });

  it("is never more than all pixels in flight, so that it runs alone at most", () => {
    const facts = { ...FACTS, mediaType: "image/jpeg", pixels: 80_000_000, progressive: true };
    assert.equal(estimateCost(facts, DEFAULT_LIMITS), 100_000_000);
  });
});
