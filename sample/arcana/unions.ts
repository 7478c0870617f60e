import { flower, lemniscate, ring, sunRays } from "../draw/shapes.js";
import { circle, ellipse, group, line, mirror, path, pen, place, points } from "../draw/svg.js";
import { crown, cup, figure, ground, PAINT, sword, wing } from "./motifs.js";

export function drawLovers(): string {
  const sun = place(0, -220, {}, sunRays(24, 60, 118, PAINT.gold), circle(0, 0, 56, { fill: PAINT.white }));
  const wings = place(
    0,
    -170,
    {},
    mirror(place(18, 30, { scale: 1.15, rotate: -10 }, wing("#c05a7a", "#8e3c5c"))),
  );
  const heart = path("M0 48C-12 27 -46 8 -46 -20C-46 -46 -8 -46 0 -22C8 -46 46 -46 46 -20C46 8 12 27 0 48Z", {
    fill: PAINT.red,
  });
  const one = figure({
    robe: "#e9d7a8",
    trim: PAINT.gold,
    hair: "#d8a64a",
    hands: points("66 -110, -50 -90"),
  });
  const other = figure({
    robe: "#9fb8d8",
    trim: PAINT.blue,
    hair: PAINT.brown,
    hands: points("-66 -110, 50 -90"),
  });
  const pair = place(-72, 270, { scale: 1.15 }, one) + place(72, 270, { scale: 1.15 }, other);
  return group(
    {},
    sun,
    wings,
    place(0, -150, { scale: 1.1 }, heart),
    ground(180, "#84a860"),
    drawTree(-164, true),
    drawTree(164, false),
    pair,
  );
}

/** A tree at x, with apples or with flames. */
function drawTree(x: number, apples: boolean): string {
  const fruits = points("-30 -150, 20 -190, 26 -134, -12 -196");
  const drawn = fruits.map(([fx, fy]) =>
    apples
      ? circle(fx, fy, 11, { fill: PAINT.red })
      : path(`M${fx} ${fy}q-14 -16 0 -36q14 20 0 36Z`, { fill: "#f08a2c" }),
  );
  const trunk = line([0, 0], [0, -120], { stroke: PAINT.brown, "stroke-width": 16 });
  return place(x, 190, {}, trunk, circle(0, -160, 66, { fill: "#3f7a4a" }), ...drawn);
}

export function drawTemperance(): string {
  const pool = ground(230, "#4d8fb0", 12) + ground(276, "#3f7a9c", 10);
  const wings = place(
    0,
    -30,
    {},
    mirror(place(22, 0, { scale: 1.25, rotate: -18 }, wing(PAINT.white, "#c8a6a0"))),
  );
  const angel = figure({
    robe: PAINT.white,
    trim: "#d8c49a",
    hair: "#d89a4a",
    hands: points("70 -140, -66 -84"),
  });
  const halo = place(0, -42, {}, circle(0, 0, 58, { fill: PAINT.gold, "fill-opacity": 0.5 }));
  const cups =
    place(104, 92, { rotate: -38 }, cup(PAINT.gold)) + place(-98, 186, { rotate: 12 }, cup(PAINT.gold));
  const stream = path("M62 44C20 60 -30 70 -84 112", pen("#9fd4ea", 12));
  const iris =
    line([0, 0], [0, -100], { stroke: PAINT.green, "stroke-width": 5 }) +
    place(0, -106, {}, flower(3, 26, "#6a55b0", PAINT.gold));
  const irises = [-184, -150].map((x) => place(x, 236, {}, iris));
  const sun = place(150, -210, {}, sunRays(14, 34, 62, PAINT.gold), circle(0, 0, 30, { fill: PAINT.gold }));
  return group(
    {},
    sun,
    ground(180, "#8fae6a"),
    pool,
    wings,
    halo,
    place(0, 262, { scale: 1.4 }, angel),
    stream,
    cups,
    ...irises,
  );
}

export function drawStrength(): string {
  const garland = [-2, -1, 0, 1, 2].map((step) =>
    place(
      step * 78,
      236 - Math.abs(step) * 34,
      {},
      flower(6, 40, step % 2 === 0 ? PAINT.red : PAINT.white, PAINT.gold),
    ),
  );
  const vine = path("M-190 150C-100 260 100 260 190 150", {
    fill: "none",
    stroke: PAINT.green,
    "stroke-width": 12,
  });
  const endless = place(0, -250, {}, lemniscate(120, { stroke: "#c9962b", "stroke-width": 11 }));
  return group(
    {},
    endless,
    ground(300, "#7c9a4e", 10),
    place(0, 10, { scale: 1.1 }, drawLion()),
    vine,
    ...garland,
  );
}

function drawLion(): string {
  const mane = ring(18, (index) =>
    path("M-26 -92C-34 -132 -14 -160 0 -172C14 -160 34 -132 26 -92Z", {
      fill: index % 2 === 0 ? "#b5651d" : "#c97a26",
    }),
  );
  const ears = mirror(circle(74, -84, 28, { fill: "#d99a45" }), circle(74, -84, 14, { fill: "#8a4a1c" }));
  const head = path(
    "M-96 -60C-96 -120 96 -120 96 -60C98 0 70 40 52 84C36 112 -36 112 -52 84C-70 40 -98 0 -96 -60Z",
    { fill: "#e0a650" },
  );
  const eye = path("M22 -40Q44 -62 66 -40Q44 -26 22 -40Z", {
    fill: PAINT.white,
    stroke: PAINT.night,
    "stroke-width": 4,
  });
  const eyes = mirror(eye, circle(44, -42, 9, { fill: PAINT.night }));
  return group({}, mane, ears, head, eyes, drawMuzzle());
}

function drawMuzzle(): string {
  const nose = path("M-24 10H24L10 32H-10Z", { fill: "#5a2c1a" });
  const mouth = path("M0 30V54M0 54C-14 70 -36 66 -42 54M0 54C14 70 36 66 42 54", pen("#5a2c1a", 5));
  return group({}, mirror(ellipse(24, 52, 32, 28, { fill: PAINT.cream })), nose, mouth);
}

export function drawJustice(): string {
  const folds = [-170, -85, 0, 85, 170].map((x, index) =>
    path(`M${x - 46} -331V331H${x + 46}V-331Q${x} -300 ${x - 46} -331Z`, {
      fill: index % 2 === 0 ? "#5b3a74" : "#6b4787",
    }),
  );
  const blade = place(0, 150, { scale: 1.5 }, sword());
  const base = path("M-70 331C-70 290 -30 280 0 280C30 280 70 290 70 331Z", { fill: PAINT.gold });
  return group(
    {},
    ...folds,
    ground(310, "#8b8f9c", 4),
    base,
    blade,
    drawBalance(),
    place(0, -240, { scale: 1.15 }, crown(PAINT.gold, PAINT.red)),
  );
}

function drawBalance(): string {
  const cord = { stroke: PAINT.gold, "stroke-width": 3 };
  const beam = path("M-160 -96C-110 -130 -40 -90 0 -128C40 -90 110 -130 160 -96", pen(PAINT.gold, 12));
  const pan = path("M104 70H208C204 110 184 122 156 122C128 122 108 110 104 70Z", { fill: PAINT.gold });
  return group(
    {},
    beam,
    circle(0, -128, 15, { fill: PAINT.gold }),
    mirror(line([156, -96], [112, 70], cord), line([156, -96], [200, 70], cord), pan),
  );
}
