import { circle, clip, ellipse, group, line, path, pen, place, rect } from "../draw/svg.js";
import { attribute, headgear } from "./regalia.js";
import { isRed, type Suit, suitSign } from "./suits.js";
import type { DeckTheme } from "./theme.js";

const HAIR: { readonly [suit in Suit]: string } = {
  Spades: "#3a2c28",
  Hearts: "#b9772d",
  Diamonds: "#caa35a",
  Clubs: "#8a3b22",
};

/** A king, queen or jack in a panel of 204 × 336: one half, and the same again on its head. */
export function courtFigure(rank: string, suit: Suit, theme: DeckTheme): string {
  const ink = isRed(suit) ? theme.red : theme.black;
  const half = group(
    {},
    drawHalf(rank, suit, theme, ink),
    place(-78, -142, { scale: 0.36 }, suitSign(suit, ink)),
  );
  const panel = rect(-102, -168, 204, 336, { fill: "#fffaf0", stroke: theme.rule, "stroke-width": 2.5 });
  const upper = clip("upper", rect(-101, -167, 202, 167, {}), half);
  const seam = line([-102, 0], [102, 0], { stroke: theme.gold, "stroke-width": 3 });
  return group(
    {},
    panel,
    upper,
    group({ transform: "rotate(180)" }, upper.replaceAll("upper", "lower")),
    seam,
  );
}

function drawHalf(rank: string, suit: Suit, theme: DeckTheme, ink: string): string {
  return group(
    {},
    drawRobe(suit, theme, ink),
    place(0, -92, { scale: 0.92 }, drawHead(rank, suit, theme, ink)),
    place(62, -34, { rotate: 8 }, attribute(rank, suit, theme, ink)),
    circle(62, -30, 10, { fill: theme.skin, stroke: ink, "stroke-width": 2 }),
  );
}

function drawRobe(suit: Suit, theme: DeckTheme, ink: string): string {
  const robe = path("M-101 6V-22C-94 -46 -62 -58 -26 -62H26C62 -58 94 -46 101 -22V6Z", { fill: ink });
  const mantle = path("M-34 -62L-12 6H12L34 -62Z", { fill: theme.gold });
  const inner = path("M-20 -62L-5 6H5L20 -62Z", { fill: theme.paper });
  const sleeves = [-1, 1].map((side) =>
    group(
      { transform: `scale(${side} 1)` },
      path("M44 -50C70 -44 80 -22 78 6H58C58 -16 52 -36 44 -50Z", { fill: theme.cloth }),
      ...[-34, -20, -6].map((y) => line([50, y], [80, y + 4], { stroke: theme.gold, "stroke-width": 3 })),
    ),
  );
  const badges = [-38, 38].map((x) => place(x, -18, { scale: 0.22 }, suitSign(suit, theme.paper)));
  const collar = path("M-36 -62C-20 -46 20 -46 36 -62L28 -72H-28Z", {
    fill: theme.cloth,
    stroke: theme.gold,
    "stroke-width": 3,
  });
  return group({}, robe, ...sleeves, mantle, inner, ...badges, collar);
}

function drawHead(rank: string, suit: Suit, theme: DeckTheme, ink: string): string {
  const hair = HAIR[suit];
  const behind =
    rank === "Queen"
      ? path("M-38 -26C-50 10 -46 40 -34 46H34C46 40 50 10 38 -26Z", { fill: hair })
      : path("M-36 -22C-44 6 -42 24 -34 30H34C42 24 44 6 36 -22Z", { fill: hair });
  const face = ellipse(0, 0, 27, 33, { fill: theme.skin });
  const beard =
    rank === "King"
      ? path("M-27 4C-28 36 -14 52 0 54C14 52 28 36 27 4C18 14 10 12 0 12C-10 12 -18 14 -27 4Z", {
          fill: hair,
        })
      : "";
  return group(
    {},
    behind,
    face,
    beard,
    drawFeatures(rank, ink),
    place(0, -26, {}, headgear(rank, theme, ink)),
  );
}

function drawFeatures(rank: string, ink: string): string {
  const thin = pen("#4a2f26", 2.2);
  const eyes = [-11, 11].map(
    (x) => path(`M${x - 6} -5Q${x} -11 ${x + 6} -5`, thin) + circle(x, -4, 2.6, { fill: "#2b211d" }),
  );
  const nose = path("M0 -4C-2 4 -4 8 1 9", thin);
  const mouth = path(rank === "King" ? "M-6 20Q0 23 6 20" : "M-6 17Q0 21 6 17", {
    ...thin,
    stroke: rank === "King" ? "#f3d7b8" : "#a8322d",
  });
  const moustache =
    rank === "Jack" ? path("M-10 13Q-4 10 0 13Q4 10 10 13", { ...thin, stroke: ink, "stroke-width": 2 }) : "";
  return group({}, ...eyes, nose, mouth, moustache);
}
