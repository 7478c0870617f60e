import { circle, group, line, path, place, rect } from "../draw/svg.js";
import { type Suit, suitSign } from "./suits.js";
import type { DeckTheme } from "./theme.js";

/** What a king, queen or jack wears on the head; the brow is at the origin. */
export function headgear(rank: string, theme: DeckTheme, accent: string): string {
  if (rank === "Jack") {
    const cap = path("M-34 4C-38 -22 -18 -34 6 -32C28 -30 36 -16 34 4Z", { fill: accent });
    const feather = path("M20 -24C42 -46 66 -40 76 -24C60 -30 44 -24 28 -8Z", { fill: theme.gold });
    return group({}, feather, cap, rect(-36, -2, 72, 9, { fill: theme.gold, rx: 4 }));
  }
  const points =
    rank === "King"
      ? "M-36 6L-42 -34L-20 -14L0 -44L20 -14L42 -34L36 6Z"
      : "M-32 6L-36 -20L-18 -8L-10 -28L0 -10L10 -28L18 -8L36 -20L32 6Z";
  const jewels = rank === "King" ? [-42, 0, 42] : [-36, -10, 10, 36];
  const heights = rank === "King" ? [-36, -46, -36] : [-22, -30, -30, -22];
  const tops = jewels.map((x, index) => circle(x, heights[index] as number, 5, { fill: accent }));
  return group({}, path(points, { fill: theme.gold }), ...tops, rect(-36, 2, 72, 7, { fill: accent }));
}

/** What the figure holds: a sword, a flower of its suit, or a staff. The hand is at the origin. */
export function attribute(rank: string, suit: Suit, theme: DeckTheme, ink: string): string {
  if (rank === "Queen") {
    const stem = path("M0 34C-4 10 4 -10 0 -34", { fill: "none", stroke: "#5d7f4a", "stroke-width": 5 });
    const leaf = path("M0 12C12 8 18 0 20 -10C8 -8 2 0 0 12Z", { fill: "#5d7f4a" });
    return group({}, stem, leaf, place(0, -48, { scale: 0.4 }, suitSign(suit, ink)));
  }
  if (rank === "Jack") {
    const staff = line([0, 44], [0, -86], {
      stroke: theme.gold,
      "stroke-width": 6,
      "stroke-linecap": "round",
    });
    return group({}, staff, place(0, -96, { scale: 0.36 }, suitSign(suit, ink)));
  }
  const blade = path("M-5 -12L-5 -96L0 -110L5 -96L5 -12Z", {
    fill: "#d9dee0",
    stroke: ink,
    "stroke-width": 2,
  });
  const hilt = rect(-20, -14, 40, 7, { fill: theme.gold, rx: 3 });
  return group(
    {},
    blade,
    hilt,
    rect(-4, -8, 8, 26, { fill: theme.gold }),
    circle(0, 20, 6, { fill: theme.gold }),
  );
}
