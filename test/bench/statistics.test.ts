import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { fitExponent, takeMedian } from "../../bench/statistics.js";

const FIGURE = fc.double({ min: 1e-6, max: 1e6, noNaN: true });

describe("takeMedian", () => {
  it("is the middle figure, or the mean of the two in the middle", () => {
    assert.equal(takeMedian([5, 1, 3]), 3);
    assert.equal(takeMedian([10, 1, 2, 3]), 2.5);
    assert.equal(takeMedian([7]), 7);
    assert.throws(() => takeMedian([]));
  });

  it("has as many figures below it as above it, in whatever order they came", () => {
    fc.assert(
      fc.property(fc.array(FIGURE, { minLength: 1, maxLength: 20 }), (figures) => {
        const median = takeMedian(figures);
        assert.equal(takeMedian([...figures].reverse()), median);
        const below = figures.filter((figure) => figure < median).length;
        const above = figures.filter((figure) => figure > median).length;
        assert.ok(below <= figures.length / 2 && above <= figures.length / 2);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("fitExponent", () => {
  it("finds the exponent of what grows by one", () => {
    const exponents = fc.double({ min: -3, max: 3, noNaN: true });
    const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(exponents, FIGURE, sizes, (exponent, factor, xs) => {
        const found = fitExponent(xs.map((x) => ({ x, y: factor * x ** exponent })));
        assert.ok(found !== null && Math.abs(found - exponent) < 1e-6, `${found} for ${exponent}`);
      }),
      { numRuns: 1000 },
    );
  });

  it("lies between the slopes of its parts", () => {
    const points = [
      { x: 100, y: 1 },
      { x: 1000, y: 10 },
      { x: 10_000, y: 1000 },
    ];
    assert.equal(fitExponent(points)?.toFixed(3), "1.500");
  });

  it("needs two sizes", () => {
    assert.equal(fitExponent([]), null);
    assert.equal(fitExponent([{ x: 10, y: 1 }]), null);
    assert.equal(
      fitExponent([
        { x: 10, y: 1 },
        { x: 10, y: 2 },
      ]),
      null,
    );
  });
});
