import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { drawLines } from "../../bench/plot-lines.js";

const CAPTIONS = { title: "Seconds <by> images", xUnit: "images", yUnit: "s" };

/** The corners of the lines, in the picture's coordinates. */
function readLines(svg: string): readonly (readonly { readonly x: number; readonly y: number }[])[] {
  return Array.from(svg.matchAll(/<polyline [^>]*points="([^"]*)"/g), ([, points]) =>
    (points as string).split(" ").map((spot) => {
      const [x, y] = spot.split(",").map(Number) as [number, number];
      return { x, y };
    }),
  );
}

describe("drawLines", () => {
  it("draws what grows tenfold with equal steps, further right and further up", () => {
    const points = [
      { x: 100, y: 0.1 },
      { x: 1000, y: 1 },
      { x: 10_000, y: 10 },
    ];
    const [line = []] = readLines(drawLines([{ label: "a", ours: true, points }], CAPTIONS));
    const [first, second, third] = line as [(typeof line)[0], (typeof line)[0], (typeof line)[0]];
    assert.ok(first.x < second.x && second.x < third.x && first.y > second.y && second.y > third.y);
    assert.ok(Math.abs(second.x - first.x - (third.x - second.x)) < 0.2);
    assert.ok(Math.abs(second.y - first.y - (third.y - second.y)) < 0.2);
  });

  it("keeps every line inside its frame, under labels that don't overlap", () => {
    const lines = [0.02, 0.021, 0.022, 7000].map((y, index) => ({
      label: `line ${index}`,
      ours: index === 0,
      points: [
        { x: 3, y },
        { x: 900_000, y: y * 2 },
      ],
    }));
    const svg = drawLines(lines, CAPTIONS);
    const spots = readLines(svg).flat();
    assert.equal(spots.length, 8);
    assert.ok(spots.every(({ x, y }) => x >= 64 && x <= 560 && y >= 56 && y <= 388));
    const levels = Array.from(svg.matchAll(/<text class="label[^"]*" x="[\d.]+" y="([\d.]+)"/g), ([, y]) =>
      Number(y),
    );
    assert.equal(levels.length, 4);
    assert.ok(levels.every((level, index) => index === 0 || level - (levels[index - 1] as number) >= 15.9));
  });

  it("is readable on light and on dark ground, and escapes its texts", () => {
    const svg = drawLines([{ label: 'a & "b"', ours: false, points: [{ x: 1, y: 1 }] }], CAPTIONS);
    assert.match(svg, /@media \(prefers-color-scheme: dark\)/);
    assert.match(svg, /Seconds &lt;by> images/);
    assert.match(svg, />a &amp; &quot;b&quot;</);
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  });

  it("draws nothing of nothing", () => {
    assert.throws(() => drawLines([], CAPTIONS));
  });
});
