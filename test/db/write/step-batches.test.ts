import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Step } from "../../../src/apply/ports.js";
import { batchSteps } from "../../../src/db/write/step-batches.js";
import { albumAddress, imageAddress } from "../../support/steps.js";

type Link = Extract<Step, { step: "link" }>;

/** Links by album in turn, as planSteps gives them. */
const links = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 20 }).map((sizes) =>
  sizes.flatMap((size, album) =>
    Array.from(
      { length: size },
      (_, index): Link => ({
        step: "link",
        kind: "image",
        address: imageAddress(`${index}.png`),
        placement: { album: albumAddress(`a${album}`), before: null, index },
      }),
    ),
  ),
);

describe("batchSteps", () => {
  it("keeps the links of an album together, and takes further albums until there are enough", () => {
    fc.assert(
      fc.property(links, fc.integer({ min: 1, max: 20 }), (steps, most) => {
        const batches = [...batchSteps(steps, most)].map(({ steps }) => steps as readonly Link[]);
        assert.deepEqual(batches.flat(), steps);
        const albums = batches.map((batch) => [...new Set(batch.map(({ placement }) => placement.album))]);
        assert.equal(new Set(albums.flat()).size, albums.flat().length, "an album was parted");
        // The last album of a batch is the one that fills it.
        for (const batch of batches.slice(0, -1)) assert.ok(batch.length >= most);
        for (const [index, batch] of batches.entries()) {
          const before = batch.findIndex(({ placement }) => placement.album === albums[index]?.at(-1));
          assert.ok(before < most, "took one album more than it had to");
        }
      }),
    );
  });
});
