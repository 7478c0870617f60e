import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { pairSidecars } from "../../../src/collect/scan/pair-sidecars.js";

function pair(images: readonly string[], jsons: readonly string[]): readonly unknown[] {
  const { sidecarOf, ambiguous, superseded } = pairSidecars(images, jsons);
  return [[...sidecarOf], [...ambiguous.keys()], [...superseded.keys()]];
}

describe("pairSidecars", () => {
  it("takes the full name first, then the stem", () => {
    assert.deepEqual(pair(["x.png"], ["x.json"]), [[["x.png", "x.json"]], [], []]);
    assert.deepEqual(pair(["x.png"], ["x.json", "x.png.json"]), [[["x.png", "x.png.json"]], [], ["x.json"]]);
    assert.deepEqual(pair(["x.png"], ["y.json", "X.json"]), [[], [], []]);
  });

  it("gives a stem that two images share to neither", () => {
    assert.deepEqual(pair(["x.jpg", "x.png"], ["x.json"]), [[], ["x.json"], []]);
    assert.deepEqual(pair(["x.jpg", "x.png"], ["x.json", "x.png.json"]), [
      [["x.png", "x.png.json"]],
      ["x.json"],
      [],
    ]);
  });

  it("stays within a folder, and lets dots be part of a stem", () => {
    assert.deepEqual(pair(["a/x.png", "b/x.png"], ["b/x.json"]), [[["b/x.png", "b/x.json"]], [], []]);
    assert.deepEqual(pair(["v1.5.png", "v1.png"], ["v1.5.json"]), [[["v1.5.png", "v1.5.json"]], [], []]);
  });

  it("uses no file twice", () => {
    const name = fc.constantFrom("x", "x.png", "x.jpg", "y", "x.y", "y.png");
    const images = fc.uniqueArray(
      fc.tuple(name, fc.constantFrom(".png", ".jpg")).map((parts) => parts.join("")),
    );
    const jsons = fc.uniqueArray(
      fc.tuple(name, fc.constantFrom(".json", ".JSON")).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(images, jsons, (pictures, sidecars) => {
        const { sidecarOf, ambiguous, superseded } = pairSidecars(pictures, sidecars);
        const used = [...sidecarOf.values(), ...ambiguous.keys(), ...superseded.keys()];
        assert.equal(new Set(used).size, used.length);
        for (const [image, json] of sidecarOf)
          assert.ok([image, image.replace(/\.[a-z]+$/, "")].includes(json.replace(/\.json$/i, "")));
      }),
      { numRuns: 1000 },
    );
  });
});
