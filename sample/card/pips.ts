import { group, type Point, place } from "../draw/svg.js";
import { type Suit, suitSign } from "./suits.js";

const SIDE = 66;
const ROWS = { top: -138, upper: -46, mid: 0 } as const;

const pair = (y: number): readonly Point[] => [
  [-SIDE, y],
  [SIDE, y],
];
const CORNERS = [...pair(ROWS.top), ...pair(-ROWS.top)];
const FOUR_ROWS = [...CORNERS, ...pair(ROWS.upper), ...pair(-ROWS.upper)];
const SIX = [...CORNERS, ...pair(ROWS.mid)];

/** Where the pips of 2 to 10 stand on a card of 300 × 428 about the origin, as printers place them. */
const LAYOUTS: { readonly [pips: number]: readonly Point[] } = {
  2: [
    [0, ROWS.top],
    [0, -ROWS.top],
  ],
  3: [
    [0, ROWS.top],
    [0, 0],
    [0, -ROWS.top],
  ],
  4: CORNERS,
  5: [...CORNERS, [0, 0]],
  6: SIX,
  7: [...SIX, [0, -69]],
  8: [...SIX, [0, -69], [0, 69]],
  9: [...FOUR_ROWS, [0, 0]],
  10: [...FOUR_ROWS, [0, -92], [0, 92]],
};

/** The pips of a number card; those of the lower half stand on their heads. */
export function pipGrid(suit: Suit, count: number, fill: string): string {
  const scale = count > 8 ? 0.58 : 0.64;
  const pips = (LAYOUTS[count] ?? []).map(([x, y]) =>
    place(x, y, { scale, rotate: y > 0 ? 180 : 0 }, suitSign(suit, fill)),
  );
  return group({}, ...pips);
}
