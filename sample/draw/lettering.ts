import { type Attributes, group, path, round } from "./svg.js";

/** Pen strokes and advance width; capitals are 100 high and stand on y = 100. */
interface Letter {
  readonly strokes: string;
  readonly width: number;
}

// Letters are drawn, not typeset: a font would make the pictures depend on the machine.
const O = "M42 0C66 0 84 22 84 50C84 78 66 100 42 100C18 100 0 78 0 50C0 22 18 0 42 0Z";
const P = "M0 100V0H28C48 0 56 13 56 28C56 43 48 56 28 56H0";
const C = "M70 18C62 6 50 0 38 0C14 0 0 22 0 50C0 78 14 100 38 100";
const ALPHABET: { readonly [character: string]: Letter } = {
  " ": { strokes: "", width: 34 },
  "'": { strokes: "M6 0L2 22", width: 8 },
  "-": { strokes: "M0 52H30", width: 30 },
  A: { strokes: "M0 100L35 0L70 100M13 64H57", width: 70 },
  B: {
    strokes:
      "M0 0V100M0 0H28C48 0 52 12 52 24C52 38 44 47 28 47H0M28 47C48 47 58 58 58 73C58 88 48 100 28 100H0",
    width: 58,
  },
  C: { strokes: `${C}C50 100 62 94 70 82`, width: 72 },
  D: { strokes: "M0 0V100H26C54 100 70 82 70 50C70 18 54 0 26 0H0", width: 70 },
  E: { strokes: "M50 0H0V100H50M0 48H42", width: 50 },
  F: { strokes: "M48 0H0V100M0 48H40", width: 48 },
  G: { strokes: `${C}C58 100 72 90 72 70V54H42`, width: 74 },
  H: { strokes: "M0 0V100M66 0V100M0 48H66", width: 66 },
  I: { strokes: "M2 0V100", width: 4 },
  J: { strokes: "M40 0V72C40 90 32 100 18 100C8 100 2 94 0 86", width: 40 },
  K: { strokes: "M0 0V100M58 0L0 60M20 42L60 100", width: 60 },
  L: { strokes: "M0 0V100H46", width: 46 },
  M: { strokes: "M0 100V0L42 62L84 0V100", width: 84 },
  N: { strokes: "M0 100V0L68 100V0", width: 68 },
  O: { strokes: O, width: 84 },
  P: { strokes: P, width: 56 },
  Q: { strokes: `${O}M52 72L82 106`, width: 84 },
  R: { strokes: `${P}M30 56L58 100`, width: 58 },
  S: {
    strokes:
      "M50 14C44 4 36 0 27 0C12 0 3 10 3 24C3 40 14 45 27 49C42 53 54 60 54 76C54 90 43 100 27 100C14 100 5 95 0 84",
    width: 54,
  },
  T: { strokes: "M0 0H62M31 0V100", width: 62 },
  U: { strokes: "M0 0V64C0 88 12 100 32 100C52 100 64 88 64 64V0", width: 64 },
  V: { strokes: "M0 0L35 100L70 0", width: 70 },
  W: { strokes: "M0 0L26 100L50 20L74 100L100 0", width: 100 },
  X: { strokes: "M0 0L64 100M64 0L0 100", width: 64 },
  Y: { strokes: "M0 0L32 50L64 0M32 50V100", width: 64 },
  Z: { strokes: "M2 0H60L0 100H60", width: 60 },
  0: { strokes: "M30 0C50 0 60 22 60 50C60 78 50 100 30 100C10 100 0 78 0 50C0 22 10 0 30 0Z", width: 60 },
  1: { strokes: "M0 20L26 0V100", width: 28 },
  2: { strokes: "M2 26C4 8 14 0 28 0C44 0 54 10 54 26C54 44 40 56 0 100H56", width: 56 },
  3: {
    strokes:
      "M2 16C8 5 17 0 28 0C44 0 52 10 52 24C52 38 44 47 26 47C46 47 56 58 56 74C56 90 44 100 28 100C15 100 5 94 0 84",
    width: 56,
  },
  4: { strokes: "M46 100V0L0 68H62", width: 62 },
  5: {
    strokes: "M50 0H8L4 46C10 40 18 37 28 37C46 37 56 50 56 68C56 88 44 100 26 100C14 100 5 95 0 86",
    width: 56,
  },
  6: {
    strokes:
      "M50 8C44 2 38 0 32 0C12 0 0 24 0 62C0 86 12 100 30 100C46 100 58 88 58 70C58 52 46 40 30 40C14 40 2 52 0 66",
    width: 58,
  },
  7: { strokes: "M0 0H54L16 100", width: 54 },
  8: {
    strokes:
      "M28 46C12 46 4 36 4 24C4 10 13 0 28 0C43 0 52 10 52 24C52 36 44 46 28 46C10 46 0 58 0 73C0 89 11 100 28 100C45 100 56 89 56 73C56 58 46 46 28 46Z",
    width: 56,
  },
  9: {
    strokes:
      "M8 92C14 98 20 100 26 100C46 100 58 76 58 38C58 14 46 0 28 0C12 0 0 12 0 30C0 48 12 60 28 60C44 60 56 48 58 34",
    width: 58,
  },
};

/** How a line of capitals looks. `size`: cap height; `spacing` and `weight` in hundredths of it. */
interface Lettering {
  readonly size: number;
  readonly colour: string;
  readonly weight?: number;
  readonly spacing?: number;
  /** Longer lines are narrowed to this width. */
  readonly maxWidth?: number;
}

/** A line of capitals about the origin. Throws for a character that the alphabet lacks. */
export function letter(
  text: string,
  { size, colour, weight = 12, spacing = 26, maxWidth }: Lettering,
): string {
  const letters = Array.from(text.toUpperCase(), letterOf);
  const advances = letters.map(({ width }) => width + spacing);
  const total = advances.reduce((sum, advance) => sum + advance, -spacing);
  const scale = size / 100;
  const narrow = maxWidth === undefined ? 1 : Math.min(1, maxWidth / (total * scale));
  const pen: Attributes = {
    fill: "none",
    stroke: colour,
    "stroke-width": weight,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    transform: `scale(${round(scale * narrow * 100) / 100} ${round(scale * 100) / 100}) translate(${round(-total / 2)} -50)`,
  };
  let x = 0;
  const drawn = letters.map(({ strokes }, index) => {
    const at = x;
    x += advances[index] as number;
    return strokes === "" ? "" : path(strokes, { transform: `translate(${round(at)} 0)` });
  });
  return group(pen, ...drawn);
}

function letterOf(character: string): Letter {
  const found = ALPHABET[character];
  if (found === undefined) throw new Error(`The alphabet has no "${character}".`);
  return found;
}
