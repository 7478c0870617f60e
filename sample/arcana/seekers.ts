import { flower, lemniscate, star, sunRays } from "../draw/shapes.js";
import { circle, ellipse, group, line, mirror, path, place, points, rect } from "../draw/svg.js";
import { cup, faceLines, figure, mountain, PAINT, sword } from "./motifs.js";

export function drawFool(): string {
  const cliff = path("M-220 340V150L60 128L92 168L76 214L104 260L88 340Z", { fill: "#5c7a5a" });
  const edge = path("M-220 150L60 128L92 168L40 158L-220 178Z", { fill: "#8fb07a" });
  const stick = line([20, -150], [-96, -262], { stroke: PAINT.brown, "stroke-width": 8 });
  const bundle = group({}, stick, circle(-104, -250, 28, { fill: PAINT.red }));
  const traveller = figure({
    robe: "#d9a23a",
    trim: PAINT.red,
    hair: "#c98a3c",
    hands: points("96 -206, -34 -120"),
  });
  const rose = place(96, -104, { scale: 0.9 }, flower(6, 24, PAINT.white, PAINT.gold));
  const sun = place(138, -220, {}, sunRays(16, 52, 92, PAINT.gold), circle(0, 0, 46, { fill: PAINT.white }));
  const peak = place(150, 340, {}, mountain(260, 190, "#7f9fb8"));
  return group(
    {},
    sun,
    peak,
    cliff,
    edge,
    place(-142, 140, {}, drawDog()),
    place(-22, 140, { scale: 1.1, rotate: 4 }, bundle, traveller),
    rose,
  );
}

function drawDog(): string {
  return path(
    "M-34 0V-24C-34 -44 0 -46 16 -44L22 -66L34 -56L46 -50L40 -38L26 -34L24 0H14V-20H-20V0Z M-34 -26L-52 -48L-46 -54L-28 -36Z",
    { fill: PAINT.white },
  );
}

export function drawMagician(): string {
  const mage = figure({
    robe: PAINT.red,
    trim: PAINT.white,
    hair: PAINT.night,
    hands: points("78 -262, -74 -84"),
  });
  const wand = line([101, -250], [101, -160], {
    stroke: PAINT.white,
    "stroke-width": 8,
    "stroke-linecap": "round",
  });
  const roses = [-180, -120, -60, 0, 60, 120, 180].map((x, index) =>
    place(x, -292 + (index % 2) * 14, { scale: 0.8 }, flower(5, 26, PAINT.red, PAINT.gold)),
  );
  const endless = place(0, -222, {}, lemniscate(96, { stroke: PAINT.brown, "stroke-width": 9 }));
  return group({}, endless, place(0, 130, { scale: 1.3 }, mage), wand, drawTable(), drawTools(), ...roses);
}

function drawTable(): string {
  const legs = [-150, 150].map((x) => rect(x - 12, 136, 24, 200, { fill: PAINT.brown }));
  const cloth = path(
    "M-190 136H190V168L158 152L126 168L94 152L62 168L30 152L0 168L-30 152L-62 168L-94 152L-126 168L-158 152L-190 168Z",
    { fill: PAINT.red },
  );
  return group({}, rect(-190, 110, 380, 26, { fill: PAINT.brown }), ...legs, cloth);
}

function drawTools(): string {
  const coin = place(
    134,
    84,
    {},
    circle(0, 0, 26, { fill: PAINT.brown }),
    star(5, 20, 8, { fill: PAINT.gold }),
  );
  const staff = line([60, 104], [112, 20], {
    stroke: PAINT.green,
    "stroke-width": 9,
    "stroke-linecap": "round",
  });
  return group(
    {},
    place(-146, 110, { scale: 0.9 }, cup(PAINT.brown)),
    place(-60, 96, { scale: 0.6, rotate: 90 }, sword()),
    coin,
    staff,
  );
}

export function drawHermit(): string {
  const peak = path("M-220 340L-150 232L-60 190L40 178L150 226L220 300V340Z", { fill: PAINT.white });
  const far =
    place(-120, 300, {}, mountain(260, 200, "#56708f")) + place(130, 300, {}, mountain(240, 160, "#48617f"));
  const hermit = figure({
    robe: "#6d7486",
    trim: "#565c6e",
    hair: "#6d7486",
    hands: points("-96 -176, 66 -110"),
  });
  const hood = path(
    "M-52 60C-66 -20 -30 -62 4 -66C40 -60 62 -16 52 60C36 84 30 24 0 -18C-26 14 -34 84 -52 60Z",
    { fill: "#5a6072" },
  );
  const beard = path("M-24 4C-30 66 -8 110 0 118C8 110 30 66 24 4C12 16 -12 16 -24 4Z", {
    fill: PAINT.white,
  });
  const staff = line([112, -120], [118, 250], {
    stroke: PAINT.gold,
    "stroke-width": 10,
    "stroke-linecap": "round",
  });
  return group(
    {},
    far,
    peak,
    staff,
    place(10, 214, { scale: 1.5 }, hermit),
    place(10, -92, {}, beard),
    place(10, -110, {}, hood),
    place(-134, 6, {}, drawLantern()),
  );
}

function drawLantern(): string {
  const glow = [96, 66].map((r, index) =>
    circle(0, 0, r, { fill: PAINT.gold, "fill-opacity": 0.18 + index * 0.12 }),
  );
  const lamp = path("M-30 -44H30L38 40H-38ZM-16 -44L0 -66L16 -44Z", { fill: "#3a2b1d" });
  return group(
    {},
    ...glow,
    lamp,
    rect(-22, -34, 44, 64, { fill: "#ffe9a8" }),
    star(6, 24, 10, { fill: "#d98a1f" }),
  );
}

export function drawHangedMan(): string {
  const leaves = [-140, -96, -50, 44, 92, 138].map((x, index) =>
    place(
      x,
      -226,
      { rotate: index * 25 - 60 },
      path("M0 0C16 -14 16 -36 0 -52C-16 -36 -16 -14 0 0Z", { fill: PAINT.green }),
    ),
  );
  const pen = { fill: "none", "stroke-linejoin": "round", "stroke-linecap": "round" };
  const legs = path("M-8 -180L-6 24L68 -50L-4 -76", { ...pen, stroke: PAINT.red, "stroke-width": 24 });
  const body = path("M-38 20H38L30 150C20 162 -20 162 -30 150Z", { fill: PAINT.blue });
  const arms = mirror(path("M28 140L70 84L30 40", { ...pen, stroke: PAINT.blue, "stroke-width": 20 }));
  const halo = place(0, 196, {}, sunRays(20, 56, 84, PAINT.gold), circle(0, 0, 58, { fill: PAINT.gold }));
  const face = group({ transform: "rotate(180 0 196)" }, faceLines(0, 196, 1));
  const head = circle(0, 202, 32, { fill: "#d89a4a" }) + ellipse(0, 196, 25, 30, { fill: PAINT.skin }) + face;
  return group(
    {},
    drawGallows(),
    ...leaves,
    rect(-20, -200, 26, 16, { fill: PAINT.cream }),
    arms,
    legs,
    halo,
    body,
    head,
  );
}

function drawGallows(): string {
  const beam = path("M-180 -220C-100 -236 100 -236 180 -220V-190C100 -206 -100 -206 -180 -190Z", {
    fill: PAINT.brown,
  });
  return group(
    {},
    rect(-16, -300, 32, 120, { fill: PAINT.brown }),
    beam,
    mirror(rect(150, -216, 26, 540, { fill: PAINT.brown })),
  );
}
