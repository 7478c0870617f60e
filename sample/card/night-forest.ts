import { circle, element, path, place, rect, round } from "../draw/svg.js";
import { between, type Dice } from "../legacy/seeded.js";
import type { DeckTheme } from "./theme.js";

/** Fir trees under a moon: the theme of the first deck. */
export const NIGHT_FOREST: DeckTheme = {
  paper: "#f4efdf",
  edge: "#c9bf9f",
  rule: "#8a9a86",
  black: "#16302f",
  red: "#a8322d",
  gold: "#b98a2f",
  skin: "#f0d2b0",
  cloth: "#2f6b5b",
  backdrop: drawForest,
};

function drawForest(dice: Dice): string {
  const sky = rect(0, 0, 512, 512, { fill: "#0d2230" });
  const stars = Array.from({ length: 26 }, () =>
    circle(between(dice, 0, 512), between(dice, 0, 260), between(dice, 0.8, 2), { fill: "#cfe3d8" }),
  );
  const moonX = dice() < 0.5 ? 52 : 460;
  const moon = circle(moonX, 74, 34, { fill: "#e9e3bf" }) + circle(moonX + 14, 66, 28, { fill: "#0d2230" });
  const rows = [
    { y: 330, scale: 1.1, fill: "#143642" },
    { y: 420, scale: 1.5, fill: "#0f2c33" },
    { y: 540, scale: 2.1, fill: "#081c20" },
  ];
  const trees = rows.map(({ y, scale, fill }) => drawTrees(dice, y, scale, fill));
  return element("g", {}, sky, ...stars, moon, ...trees);
}

function drawTrees(dice: Dice, y: number, scale: number, fill: string): string {
  const step = 42 * scale;
  const count = Math.ceil(512 / step) + 2;
  const ground = rect(0, y - 14, 512, 512, { fill });
  const trees = Array.from({ length: count }, (_, index) =>
    place(round(index * step - dice() * step), y, { scale: scale * between(dice, 0.8, 1.25) }, fir(fill)),
  );
  return ground + trees.join("");
}

function fir(fill: string): string {
  return path("M0 -120L16 -84H9L24 -50H14L34 -12H5V4H-5V-12H-34L-14 -50H-24L-9 -84H-16Z", { fill });
}
