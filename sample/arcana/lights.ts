import { flower, ring, star, sunRays } from "../draw/shapes.js";
import { circle, ellipse, group, line, mirror, path, place, points, rect } from "../draw/svg.js";
import { ground, heavenlyFace, mountain, PAINT, tower } from "./motifs.js";

export function drawStar(): string {
  const great =
    star(8, 112, 34, { fill: PAINT.gold }) +
    place(0, 0, { rotate: 22.5 }, star(8, 62, 24, { fill: "#fff1c0" }));
  const heart = circle(0, 0, 18, { fill: PAINT.white });
  const pairs = points("150 -252, 166 -130, 112 -30");
  const glimmer = star(8, 28, 9, { fill: PAINT.white });
  const small =
    mirror(...pairs.map(([x, y]) => place(x, y, { scale: 0.9 }, glimmer))) +
    place(0, -30, { scale: 0.9 }, glimmer);
  const hills =
    place(-120, 170, {}, mountain(240, 120, "#4a6a92")) + place(140, 170, {}, mountain(220, 90, "#3f5d84"));
  return group(
    {},
    place(0, -170, {}, great, heart),
    small,
    hills,
    ground(184, "#4f8a5c", 12),
    drawPool(),
    drawWaterBearer(),
  );
}

function drawPool(): string {
  const ripple = { fill: "none", stroke: "#9fd4ea", "stroke-width": 4 };
  return group(
    {},
    ellipse(40, 300, 240, 84, { fill: "#3f86b5" }),
    ...[46, 70, 94].map((rx) => ellipse(112, 284, rx, rx * 0.3, ripple)),
  );
}

function drawWaterBearer(): string {
  const pen = { fill: "none", "stroke-linecap": "round" };
  const robe = path("M-60 30C-70 -20 -34 -110 0 -116C34 -110 50 -40 56 30Z", { fill: "#e9d9b8" });
  const head = circle(4, -142, 28, { fill: "#d89a4a" }) + ellipse(8, -138, 20, 24, { fill: PAINT.skin });
  const hair = path("M-14 -150C-34 -120 -30 -80 -14 -70L-4 -120Z", { fill: "#d89a4a" });
  const arms = path("M-30 148L46 160M-64 152L-132 180", { ...pen, stroke: PAINT.skin, "stroke-width": 14 });
  const water = path("M98 178C112 210 112 240 112 280M-186 206C-196 232 -196 260 -196 296", {
    ...pen,
    stroke: "#9fd4ea",
    "stroke-width": 11,
  });
  const jugs =
    place(56, 158, { rotate: 118, scale: 0.9 }, drawJug()) +
    place(-146, 186, { rotate: -112, scale: 0.9 }, drawJug());
  return group({}, place(-50, 236, {}, robe, head, hair), arms, water, jugs);
}

function drawJug(): string {
  return path("M-10 -56H10V-40C34 -28 34 8 10 18H-10C-34 8 -34 -28 -10 -40Z", {
    fill: "#c9743a",
    stroke: "#7a3f1c",
    "stroke-width": 3,
  });
}

export function drawMoon(): string {
  const moon = place(
    0,
    -178,
    {},
    ring(24, (index) => path(`M-6 -112L0 ${index % 2 === 0 ? -146 : -130}L6 -112Z`, { fill: PAINT.gold })),
    circle(0, 0, 106, { fill: "#f3e3a8" }),
    path("M20 -104A106 106 0 0 1 20 104A130 130 0 0 0 20 -104Z", { fill: "#d9bf6f" }),
    place(-14, 4, { scale: 1.05 }, heavenlyFace("#8a6a2a")),
  );
  const towers = mirror(place(158, 170, { scale: 1.2 }, tower(170, "#5a5874", PAINT.gold)));
  const drops = points("-130 -50, -76 -12, 76 -12, 130 -50, -30 6, 30 6").map(([x, y]) =>
    path(`M${x} ${y}q-9 18 0 26q9 -8 0 -26Z`, { fill: PAINT.gold }),
  );
  const way = path(
    "M-34 300C-30 230 50 220 10 170C0 150 -6 140 0 120C8 140 40 160 46 180C74 232 20 250 40 300Z",
    { fill: PAINT.gold },
  );
  const pool = path("M-220 290C-120 262 120 262 220 290V340H-220Z", { fill: "#2f6f9c" });
  const hounds =
    place(-104, 262, {}, drawHound("#e8e0cc")) +
    group({ transform: "translate(104 262) scale(-1 1)" }, drawHound("#8b7f78"));
  const crayfish = place(
    0,
    310,
    { scale: 0.9 },
    ellipse(0, 0, 15, 27, { fill: PAINT.red }),
    mirror(
      path("M8 -20C30 -30 24 -56 12 -50C22 -44 20 -36 6 -30Z", { fill: PAINT.red }),
      path("M12 0L30 -6M12 10L30 10M8 18L24 26", { stroke: PAINT.red, "stroke-width": 4 }),
    ),
  );
  return group({}, moon, ...drops, towers, ground(170, "#4d6b52", 14), way, pool, hounds, crayfish);
}

function drawHound(fill: string): string {
  return path(
    "M-44 0V-46C-60 -52 -66 -72 -60 -86C-54 -74 -46 -66 -30 -66L6 -74L22 -116L16 -134L30 -126L36 -142L44 -122L62 -150L66 -142L54 -112L40 -100L34 -54L36 0H22L16 -38L-20 -34L-28 0Z",
    { fill, stroke: "#2b2840", "stroke-width": 3 },
  );
}

export function drawSun(): string {
  const sun = place(
    0,
    -130,
    {},
    sunRays(24, 112, 186, "#e8942a"),
    circle(0, 0, 110, { fill: "#f7cf52", stroke: "#e8942a", "stroke-width": 6 }),
    place(0, 4, { scale: 1.25 }, heavenlyFace("#a5561a")),
  );
  const wall = group(
    {},
    rect(-220, 176, 440, 170, { fill: "#b7a48a" }),
    ...[176, 216, 256, 296].flatMap((y, row) =>
      [-200, -130, -60, 10, 80, 150].map((x) =>
        rect(x + (row % 2) * 34 - 20, y, 64, 34, { fill: row % 2 === 0 ? "#c7b598" : "#bda98b", rx: 4 }),
      ),
    ),
  );
  const flowers = [-160, -60, 50, 150].map((x, index) =>
    place(
      x,
      200,
      {},
      line([0, 30], [0, -40 - (index % 2) * 20], { stroke: PAINT.green, "stroke-width": 8 }),
      path("M0 0C20 -4 30 -16 34 -30C16 -28 4 -18 0 0Z", { fill: PAINT.green }),
      place(0, -52 - (index % 2) * 20, {}, flower(14, 44, "#f2b632", "#6b4020")),
    ),
  );
  return group({}, sun, ...flowers, wall, place(0, 338, { scale: 0.9 }, drawHorse()));
}

function drawHorse(): string {
  const body = path(
    "M-90 0L-84 -56C-110 -90 -60 -112 0 -104L46 -150L50 -174L64 -158L96 -130L88 -114L62 -122C60 -90 66 -70 52 -52L56 0H38L30 -46L-48 -46L-66 0Z",
    { fill: PAINT.white, stroke: "#8f7d66", "stroke-width": 3 },
  );
  const child = group(
    {},
    path("M-24 -100C-26 -150 18 -150 16 -100Z", { fill: PAINT.red }),
    circle(-4, -162, 22, { fill: "#e2b04a" }),
    ellipse(-2, -158, 16, 19, { fill: PAINT.skin }),
    path("M-20 -134L-60 -170M10 -134L40 -176", {
      stroke: PAINT.skin,
      "stroke-width": 11,
      "stroke-linecap": "round",
    }),
  );
  return group({}, body, circle(76, -136, 4, { fill: PAINT.night }), child);
}
