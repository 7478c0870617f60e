import { circle, group, path } from "../draw/svg.js";

export type Suit = "Spades" | "Hearts" | "Diamonds" | "Clubs";

const SPADE =
  "M0 -50C12 -29 46 -10 46 15C46 28 37 36 26 36C15 36 7 30 3 21C4 34 8 43 17 50L-17 50C-8 43 -4 34 -3 21C-7 30 -15 36 -26 36C-37 36 -46 28 -46 15C-46 -10 -12 -29 0 -50Z";
const HEART =
  "M0 48C-12 27 -46 8 -46 -20C-46 -37 -36 -46 -24 -46C-13 -46 -4 -38 0 -26C4 -38 13 -46 24 -46C36 -46 46 -37 46 -20C46 8 12 27 0 48Z";
const DIAMOND = "M0 -50Q15 -21 37 0Q15 21 0 50Q-15 21 -37 0Q-15 -21 0 -50Z";
const CLUB_STEM = "M-4 4H4C4 28 9 42 18 50H-18C-9 42 -4 28 -4 4Z";

/** The sign of a suit, about the origin, 100 high. */
export function suitSign(suit: Suit, fill: string): string {
  if (suit === "Spades") return path(SPADE, { fill });
  if (suit === "Hearts") return path(HEART, { fill });
  if (suit === "Diamonds") return path(DIAMOND, { fill });
  const leaves = [circle(0, -26, 22, {}), circle(-24, 10, 22, {}), circle(24, 10, 22, {})];
  return group({ fill }, ...leaves, circle(0, -2, 10, {}), path(CLUB_STEM, {}));
}

export function isRed(suit: Suit): boolean {
  return suit === "Hearts" || suit === "Diamonds";
}
