import { star } from "../draw/shapes.js";
import { circle, group, numbers, type Point, path, place, points } from "../draw/svg.js";

/** Stars in a box of 200 about the origin, the first one the brightest, and the lines that join them by number. */
interface Constellation {
  readonly stars: readonly Point[];
  readonly lines: readonly (readonly number[])[];
}

// Simplified from the usual charts: recognisable, not to scale.
const CONSTELLATIONS: { readonly [sign: string]: Constellation } = {
  Aries: {
    stars: points("38 -46, -88 22, 68 -14, 74 12"),
    lines: numbers("1 0 2 3"),
  },
  Taurus: {
    stars: points("14 14, -88 -62, -70 -14, -10 4, 0 30, 28 40, 62 58, 92 46"),
    lines: numbers("1 3 4 5 0 2, 5 6 7"),
  },
  Gemini: {
    stars: points("-60 -84, -8 -92, -70 -30, -14 -30, -76 26, -20 20, -90 78, -44 84, 14 84, 58 34, 66 -20"),
    lines: numbers("0 2 4 6, 4 7, 1 3 5 8, 2 3 10, 5 9"),
  },
  Cancer: {
    stars: points("0 10, -4 -32, 10 -90, -68 74, 66 62"),
    lines: numbers("2 1 0 3, 0 4"),
  },
  Leo: {
    stars: points("62 54, 58 10, 36 -26, 52 -66, 84 -78, -52 -10, -92 38, -44 36"),
    lines: numbers("4 3 2 1 0 7 6 5 2"),
  },
  Virgo: {
    stars: points("6 66, -4 8, 40 -10, 72 -50, 90 -22, -34 -46, -20 -90, -50 20, -92 36, -78 76"),
    lines: numbers("0 1 2 4 3, 1 5 6, 1 7 8, 0 9"),
  },
  Libra: {
    stars: points("0 -76, -64 -24, 56 -18, -52 62, 40 70"),
    lines: numbers("0 1 2 0, 1 3, 2 4"),
  },
  Scorpio: {
    stars: points("28 -34, 92 -72, 98 -36, 92 -2, 10 -8, -8 40, -20 76, -58 92, -90 74, -84 42, -66 32"),
    lines: numbers("1 2 3, 2 0 4 5 6 7 8 9 10"),
  },
  Sagittarius: {
    stars: points("10 62, 40 10, -6 -8, -50 -12, -64 34, -20 40, 78 22, 34 -52, 62 -86"),
    lines: numbers("0 1 2 3 4 5 0 6 1, 2 5, 1 7 8"),
  },
  Capricorn: {
    stars: points("90 -52, 82 -22, 28 6, -30 62, 10 72, -92 -12, -70 -18, -24 -14"),
    lines: numbers("0 1 4 3 5 6 7 2 1"),
  },
  Aquarius: {
    stars: points("20 -46, 90 -20, -16 -64, -34 -52, -26 -36, -44 4, -30 40, -64 66, -88 36, 30 6, 36 50"),
    lines: numbers("1 0 4 3 2 4, 3 5 6 7 8, 0 9 10"),
  },
  Pisces: {
    stars: points(
      "-84 74, -60 34, -40 -10, -30 -60, -18 -92, -48 -84, -30 56, 20 38, 56 28, 86 30, 96 8, 76 -4, 58 8",
    ),
    lines: numbers("3 4 5 3 2 1 0 6 7 8 9 10 11 12 8"),
  },
};

/** The stars of a sign and the lines between them, about the origin, 200 across. */
export function constellation(sign: string, bright: string, faint: string): string {
  const { stars, lines } = CONSTELLATIONS[sign] ?? { stars: [], lines: [] };
  const joined = lines
    .map((numbers) => `M${numbers.map((number) => stars[number]?.join(" ")).join("L")}`)
    .join("");
  const dots = stars.map(([x, y], index) =>
    index === 0 ? place(x, y, {}, star(8, 12, 4, { fill: bright })) : circle(x, y, 3.6, { fill: bright }),
  );
  return group({}, path(joined, { fill: "none", stroke: faint, "stroke-width": 1.8 }), ...dots);
}
