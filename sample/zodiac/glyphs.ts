import { circle, group, path } from "../draw/svg.js";

/** Pen strokes of each sign's glyph in a box of 100 about the origin, and the rings that belong to it. */
interface Glyph {
  readonly strokes: string;
  readonly rings?: readonly (readonly [x: number, y: number, radius: number])[];
}

const GLYPHS: { readonly [sign: string]: Glyph } = {
  Aries: {
    strokes:
      "M0 46V-8C0 -40 -14 -48 -26 -48C-40 -48 -46 -34 -40 -20M0 -8C0 -40 14 -48 26 -48C40 -48 46 -34 40 -20",
  },
  Taurus: { strokes: "M-42 -46C-34 -20 -20 -12 0 -12C20 -12 34 -20 42 -46", rings: [[0, 17, 29]] },
  Gemini: { strokes: "M-38 -46C-16 -34 16 -34 38 -46M-38 46C-16 34 16 34 38 46M-16 -38V38M16 -38V38" },
  Cancer: {
    strokes: "M-38 -16C-32 -42 12 -48 46 -28M38 16C32 42 -12 48 -46 28",
    rings: [
      [-25, -13, 13],
      [25, 13, 13],
    ],
  },
  Leo: {
    strokes: "M-14 6C-20 -14 -28 -24 -22 -36C-12 -54 20 -52 24 -30C28 -8 4 14 10 34C14 48 32 46 38 34",
    rings: [[-24, 16, 14]],
  },
  Virgo: {
    strokes:
      "M-46 -40C-38 -40 -36 -34 -36 -24V36M-36 -24C-36 -40 -15 -40 -15 -24V36M-15 -24C-15 -40 6 -40 6 -24V24C6 38 16 46 30 48M6 -14C18 -36 40 -28 38 -8C36 14 12 34 -4 46",
  },
  Libra: { strokes: "M-46 40H46M-46 20H-14C-34 2 -26 -38 0 -38C26 -38 34 2 14 20H46" },
  Scorpio: {
    strokes:
      "M-46 -40C-38 -40 -36 -34 -36 -24V36M-36 -24C-36 -40 -14 -40 -14 -24V36M-14 -24C-14 -40 8 -40 8 -24V22C8 40 22 42 44 34M32 22L45 33L37 49",
  },
  Sagittarius: { strokes: "M-42 44L42 -44M10 -44H42V-12M-36 -6L8 36" },
  Capricorn: {
    strokes:
      "M-46 -38C-34 -40 -30 -28 -30 -14V24M-30 -14C-28 -38 -2 -44 0 -20V20C0 40 -10 48 -22 46M0 14C0 -8 38 -10 38 16C38 42 4 38 0 14",
  },
  Aquarius: {
    strokes: "M-46 -8L-28 -26L-14 -8L4 -26L18 -8L36 -26L46 -14M-46 28L-28 10L-14 28L4 10L18 28L36 10L46 22",
  },
  Pisces: { strokes: "M-38 -46C-10 -20 -10 20 -38 46M38 -46C10 -20 10 20 38 46M-34 0H34" },
};

/** The signs in the order of the year. */
export const SIGNS: readonly string[] = Object.keys(GLYPHS);

/** The glyph of a sign about the origin, 100 high. Throws for a name that is no sign. */
export function signGlyph(sign: string, stroke: string, weight: number): string {
  const glyph = GLYPHS[sign];
  if (glyph === undefined) throw new Error(`${sign} is not a sign of the zodiac.`);
  const rings = (glyph.rings ?? []).map(([x, y, radius]) => circle(x, y, radius, {}));
  const pen = {
    fill: "none",
    stroke,
    "stroke-width": weight,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  };
  return group(pen, path(glyph.strokes, {}), ...rings);
}
