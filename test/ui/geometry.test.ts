import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadUi } from "../support/ui-module.js";

interface Geometry {
  readonly columns: number;
  readonly step: number;
  readonly height: number;
  readonly whole: number;
}

const { layOut, windowOf, depthOf, scrollOf, MOST_HEIGHT } = await loadUi<{
  layOut(count: number, width: number, seen: number, smallest: number): Geometry;
  windowOf(
    geometry: Geometry,
    scrolled: number,
    seen: number,
    count: number,
  ): { start: number; end: number; offset: number };
  depthOf(geometry: Geometry, scrolled: number, seen: number): number;
  scrollOf(geometry: Geometry, depth: number, seen: number): number;
  MOST_HEIGHT: number;
}>("../../src/ui/images/grid/geometry.ts");

const count = fc.integer({ min: 1, max: 5_000_000 });
const width = fc.integer({ min: 280, max: 7680 });
const seen = fc.integer({ min: 200, max: 4320 });

describe("geometry of the image grid", () => {
  it("draws at most 300 tiles, and never makes the page higher than browsers can", () => {
    fc.assert(
      fc.property(
        count,
        width,
        seen,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (images, across, high, share) => {
          const geometry = layOut(images, across, high, 168);
          assert.ok(geometry.height <= MOST_HEIGHT);
          const scrolled = share * Math.max(0, geometry.height - high);
          const { start, end } = windowOf(geometry, scrolled, high, images);
          assert.ok(end - start <= 300, `${end - start} tiles`);
          assert.ok(end > start);
        },
      ),
    );
  });

  it("reaches the last image of millions", () => {
    const geometry = layOut(1_000_000, 1000, 800, 168);
    assert.equal(geometry.height, MOST_HEIGHT);
    assert.equal(windowOf(geometry, geometry.height - 800, 800, 1_000_000).end, 1_000_000);
  });

  it("covers the window wherever it is", () => {
    fc.assert(
      fc.property(
        count,
        width,
        seen,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (images, across, high, share) => {
          const geometry = layOut(images, across, high, 168);
          const scrolled = share * Math.max(0, geometry.height - high);
          const { start, end, offset } = windowOf(geometry, scrolled, high, images);
          const rows = Math.ceil((end - start) / geometry.columns);
          assert.ok(offset <= scrolled + 1e-6);
          assert.ok(offset + rows * geometry.step >= Math.min(scrolled + high, geometry.height) - 1e-6);
        },
      ),
    );
  });

  it("scrolls to where a row is", () => {
    fc.assert(
      fc.property(count, fc.double({ min: 0, max: 1, noNaN: true }), (images, share) => {
        const geometry = layOut(images, 1000, 800, 168);
        const depth = share * Math.max(0, geometry.whole - 800);
        const again = depthOf(geometry, scrollOf(geometry, depth, 800), 800);
        assert.ok(Math.abs(again - depth) < 1e-3 * (1 + depth));
      }),
    );
  });
});
