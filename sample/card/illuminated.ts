import { flower, ring } from "../draw/shapes.js";
import { circle, group, mirror, path, pen, place, rect } from "../draw/svg.js";
import { between, type Dice } from "../legacy/seeded.js";
import type { DeckTheme } from "./theme.js";

/** Gold scrolls on madder red, after the margins of old books: the theme of the second deck. */
export const ILLUMINATED: DeckTheme = {
  paper: "#fbf3d9",
  edge: "#b98d3a",
  rule: "#b98d3a",
  black: "#22284f",
  red: "#b5202b",
  gold: "#c9962b",
  skin: "#f3d7b8",
  cloth: "#2a4a8c",
  backdrop: drawMargin,
};

const GOLD = "#d6a840";

function drawMargin(dice: Dice): string {
  const tint = dice() < 0.5 ? "#5b1420" : "#4f1226";
  const ground = rect(0, 0, 512, 512, { fill: tint });
  const frame = rect(10, 10, 492, 492, { fill: "none", stroke: GOLD, "stroke-width": 3, rx: 10 });
  const turn = between(dice, -5, 5);
  const petals = 5 + Math.floor(dice() * 4);
  const blossom = flower(petals, between(dice, 17, 24), "#e6c36a", "#8c2f2a");
  const side = place(
    204,
    0,
    {},
    ...[-150, 0, 150].map((y) => place(0, y, { rotate: turn }, scroll(), blossom)),
  );
  const corners = ring(4, () => place(0, -236, {}, circle(0, 0, 5, { fill: GOLD })), 45);
  return group({}, ground, frame, place(256, 256, {}, mirror(side), corners));
}

function scroll(): string {
  const stem = path(
    "M0 -70C34 -62 34 -22 0 0C-34 22 -34 62 0 70M0 -70C-8 -58 -18 -58 -22 -66M0 70C8 58 18 58 22 66",
    pen(GOLD, 3),
  );
  const leaves = [
    [22, -44, 60],
    [-22, 44, 60],
    [12, -14, 130],
    [-12, 14, 130],
  ] as const;
  const drawn = leaves.map(([x, y, rotate]) =>
    place(x, y, { rotate }, path("M0 0C6 -8 6 -16 0 -24C-6 -16 -6 -8 0 0Z", { fill: "#7fa05a" })),
  );
  return group({}, stem, ...drawn);
}
