import { cloud, polar, ring } from "../draw/shapes.js";
import { circle, ellipse, group, mirror, path, place, points, rect } from "../draw/svg.js";
import { figure, ground, mountain, PAINT } from "./motifs.js";

export function drawJudgement(): string {
  const heights = [
    [-120, -210, 1.5],
    [120, -214, 1.5],
    [0, -180, 1.8],
    [-60, -160, 1.2],
    [80, -156, 1.2],
  ] as const;
  const clouds = heights.map(([x, y, scale]) => place(x, y, { scale }, cloud("#e8edf2")));
  const peaks =
    place(-140, 190, {}, mountain(200, 110, "#6f8fb0")) + place(130, 190, {}, mountain(240, 130, "#6385a8"));
  const risen = [-128, 0, 128].map((x, index) => place(x, 306 - (index % 2) * 26, {}, drawRisen()));
  return group({}, drawTrumpet(), ...clouds, peaks, drawSea(), ...risen);
}

function drawTrumpet(): string {
  const brass = { fill: PAINT.gold, stroke: "#9a7424", "stroke-width": 3 };
  const horn = path("M-9 -60H9V90C10 130 40 146 52 170H-52C-40 146 -10 130 -9 90Z", brass);
  const flag = rect(8, -20, 92, 92, { fill: PAINT.white, stroke: PAINT.gold, "stroke-width": 3 });
  const cross = path("M46 -18H62V70H46ZM10 18H98V34H10Z", { fill: PAINT.red });
  return place(0, -130, { rotate: 24 }, horn) + place(-6, -74, { rotate: 24 }, flag, cross);
}

function drawSea(): string {
  const pen = { fill: "none", stroke: "#8fc0de", "stroke-width": 4 };
  const crests = [226, 262, 300].map((y) => path(`M-220 ${y}q27 -18 55 0${"t55 0".repeat(7)}`, pen));
  return group({}, ground(186, "#3c78a6", 10), ...crests);
}

function drawRisen(): string {
  const arms = path("M-18 -70L-48 -122M18 -70L48 -122", {
    stroke: "#e6c9a8",
    "stroke-width": 12,
    "stroke-linecap": "round",
  });
  const head =
    circle(0, -98, 20, { fill: "#e6c9a8" }) + path("M-20 -100A20 20 0 0 1 20 -100Z", { fill: PAINT.brown });
  const shroud = path("M-24 -20C-24 -90 24 -90 24 -20Z", { fill: "#c9cdd2" });
  return group({}, rect(-46, -26, 92, 56, { fill: "#5b5148" }), shroud, arms, head);
}

export function drawWorld(): string {
  const hands = points("74 -196, -74 -150");
  const dancer = figure({ robe: "#d9d2ea", trim: "#b59bd0", hair: "#8a4a22", hands });
  const pen = { fill: "none", "stroke-linecap": "round" };
  const wands = path("M86 -130V-50M-86 -76V4", { ...pen, stroke: PAINT.gold, "stroke-width": 8 });
  const ribbon = { ...pen, stroke: "#8a3f9a", "stroke-width": 16 };
  const behind = path("M-86 -36C-130 10 -110 60 -60 70M62 30C110 60 100 110 84 128", ribbon);
  const before = path("M-60 70C-20 76 30 10 62 30", ribbon);
  return group(
    {},
    drawWreath(),
    behind,
    place(0, 138, { scale: 1.16 }, dancer),
    before,
    wands,
    drawGuardians(),
  );
}

function drawWreath(): string {
  const leaves = Array.from({ length: 40 }, (_, index) => {
    const [x, y] = polar(1, index * 9);
    const leaf = path("M0 24C-14 6 -14 -12 0 -30C14 -12 14 6 0 24Z", {
      fill: index % 2 === 0 ? "#4f8a4a" : "#6fa85a",
    });
    return place(x * 140, y * 216, { rotate: index * 9 + 90 + (index % 2 === 0 ? 26 : -26) }, leaf);
  });
  const bow = path("M-34 -16L34 16M34 -16L-34 16", {
    stroke: PAINT.red,
    "stroke-width": 13,
    "stroke-linecap": "round",
  });
  return group(
    {},
    ellipse(0, 0, 132, 208, { fill: "#8fc0e6" }),
    ...leaves,
    place(0, -216, {}, bow),
    place(0, 216, {}, bow),
  );
}

/** Angel, eagle, lion and bull in the corners of the panel. */
function drawGuardians(): string {
  const angel =
    circle(0, 0, 22, { fill: PAINT.skin }) +
    path("M-24 2A24 24 0 0 1 24 2C18 -14 -18 -14 -24 2Z", { fill: "#e2b04a" });
  const eagle =
    path("M-24 26C-34 -6 -20 -30 4 -28C20 -26 24 -10 20 2C14 20 4 24 8 30Z", { fill: PAINT.white }) +
    path("M16 -12C34 -14 36 2 28 12C26 2 20 2 16 4Z", { fill: PAINT.gold }) +
    circle(4, -8, 4, { fill: PAINT.night });
  const lion =
    ring(12, () => circle(0, -24, 10, { fill: "#b5651d" })) + circle(0, 0, 22, { fill: "#e0a650" });
  const bull =
    path("M-22 -12C-20 28 -10 32 0 32C10 32 20 28 22 -12Z", { fill: PAINT.brown }) +
    mirror(path("M16 -14C32 -12 38 -26 32 -38C32 -26 24 -24 12 -24Z", { fill: PAINT.cream }));
  const marks = [
    [-158, -236, angel],
    [158, -236, eagle],
    [158, 272, lion],
    [-158, 272, bull],
  ] as const;
  const face = circle(-8, -2, 3, { fill: PAINT.night }) + circle(8, -2, 3, { fill: PAINT.night });
  return marks
    .map(([x, y, drawn]) =>
      place(x, y, { scale: 1.2 }, circle(0, 0, 36, { fill: "#dfe9f2" }), drawn, drawn === eagle ? "" : face),
    )
    .join("");
}
