import { cloud, flower, star, sunRays } from "../draw/shapes.js";
import {
  circle,
  ellipse,
  group,
  line,
  mirror,
  path,
  pen,
  place,
  points,
  polygon,
  rect,
} from "../draw/svg.js";
import { crown, ground, PAINT, tower } from "./motifs.js";

export function drawDeath(): string {
  const sun = place(118, 160, {}, sunRays(20, 50, 100, PAINT.gold), circle(0, 0, 46, { fill: "#ffe9a8" }));
  const towers = [76, 164].map((x) => place(x, 230, { scale: 0.6 }, tower(150, "#4b4a63", PAINT.night)));
  const pole = line([-150, -300], [-150, 330], { stroke: PAINT.gold, "stroke-width": 9 });
  const cloth = path("M-146 -270C-90 -250 -30 -290 40 -262V-96C-30 -124 -90 -84 -146 -104Z", {
    fill: PAINT.night,
    stroke: PAINT.gold,
    "stroke-width": 3,
  });
  const banner =
    cloth +
    place(-54, -184, {}, flower(5, 58, PAINT.white, PAINT.gold), flower(5, 28, PAINT.cream, PAINT.gold));
  const roses = [-180, -120, -60, 0, 60, 120, 180].map((x) =>
    place(x, 322 - Math.abs(x) * 0.06, {}, flower(6, 26, PAINT.white, PAINT.green)),
  );
  return group(
    {},
    sun,
    ...towers,
    ground(222, "#39405c", 10),
    ground(276, "#262b42", 12),
    pole,
    banner,
    place(-30, 60, { scale: 1.25 }, drawSkull()),
    ...roses,
  );
}

function drawSkull(): string {
  const bone = path("M-70 -10C-76 -100 76 -100 70 -10C70 26 46 34 42 52V80H-42V52C-46 34 -70 26 -70 -10Z", {
    fill: PAINT.white,
  });
  const teeth = [-24, -8, 8, 24].map((x) =>
    line([x, 58], [x, 80], { stroke: PAINT.night, "stroke-width": 4 }),
  );
  return group(
    {},
    bone,
    mirror(ellipse(28, -4, 19, 22, { fill: PAINT.night })),
    path("M0 14L12 38H-12Z", { fill: PAINT.night }),
    ...teeth,
  );
}

export function drawDevil(): string {
  const wings = mirror(
    path(
      "M20 -10C70 -150 150 -190 206 -170C196 -120 200 -90 208 -40C180 -60 160 -60 144 -20C124 -46 100 -44 84 0Z",
      { fill: "#54233a" },
    ),
  );
  const pentagram = place(
    0,
    -222,
    { rotate: 180 },
    star(5, 62, 24, { fill: "none", stroke: PAINT.gold, "stroke-width": 6 }),
  );
  const links = [0, 1, 2, 3, 4, 5].map((index) =>
    place(
      26 + index * 27,
      214 + index * (13 - index * 0.5),
      { rotate: 24 + (index % 2) * 70 },
      ellipse(0, 0, 17, 9, { fill: "none", stroke: PAINT.grey, "stroke-width": 6 }),
    ),
  );
  const block =
    rect(-150, 150, 300, 110, { fill: "#3b3b46" }) +
    rect(-166, 136, 332, 26, { fill: "#52525f" }) +
    circle(0, 208, 26, { fill: "none", stroke: PAINT.gold, "stroke-width": 9 });
  const flame = path("M-16 16C-20 44 -6 40 0 62C6 40 20 44 16 16Z", { fill: "#f08a2c" });
  const torch = place(118, 96, {}, path("M-9 -40H9L5 20H-5Z", { fill: PAINT.brown }), flame);
  return group(
    {},
    pentagram,
    wings,
    drawHornedHead(),
    block,
    mirror(...links),
    torch,
    ground(300, "#2a1622", 8),
  );
}

function drawHornedHead(): string {
  const horns = mirror(
    path("M26 -96C46 -124 92 -120 96 -176C112 -120 96 -74 52 -62Z", { fill: PAINT.cream }),
  );
  const face = path("M-62 -70C-62 -120 62 -120 62 -70C64 -20 34 20 0 62C-34 20 -64 -20 -62 -70Z", {
    fill: "#a8442e",
  });
  const eye =
    path("M14 -62L50 -76Q42 -46 18 -50Z", { fill: "#ffe08a" }) + circle(32, -61, 5, { fill: PAINT.night });
  const ear = path("M60 -60L104 -72L64 -34Z", { fill: "#a8442e" });
  const lines = path("M-22 6Q0 18 22 6M0 -40L-8 -10H8", pen(PAINT.night, 5));
  const beard = path("M-18 34C-12 80 -6 92 0 104C6 92 12 80 18 34Z", { fill: "#5a2a22" });
  return group({}, horns, face, mirror(eye, ear), lines, beard);
}

export function drawTower(): string {
  const crag = path("M-220 340L-120 250L-60 236L60 232L130 262L220 340Z", { fill: "#45415a" });
  const bolt = polygon(points("-200 -330, -96 -210, -130 -204, -30 -104, -74 -180, -44 -186, -120 -330"), {
    fill: "#ffe27a",
    stroke: PAINT.white,
    "stroke-width": 3,
  });
  const at = points("-176 -60, -150 0, 170 -40, 140 20, 186 40, -186 130, 176 170, -110 -40, 116 -80");
  const sparks = at.map(([x, y]) => path(`M${x} ${y}q-9 -10 0 -24q9 14 0 24Z`, { fill: PAINT.gold }));
  const clouds = mirror(place(150, -262, { scale: 1.3 }, cloud("#4a4760")));
  const fallen = place(86, -196, { rotate: 34, scale: 1.2 }, crown(PAINT.gold, PAINT.red));
  return group(
    {},
    clouds,
    crag,
    drawFlames(),
    place(0, 244, { scale: 1.55 }, tower(230, "#8d8a94", "#f0a03c")),
    bolt,
    fallen,
    ...sparks,
    drawFaller(-144, 60, 150, PAINT.blue),
    drawFaller(148, 90, -160, PAINT.red),
  );
}

function drawFlames(): string {
  const outer = path("M-26 0C-34 -36 -8 -44 -4 -84C16 -60 34 -34 26 0Z", { fill: "#f08a2c" });
  const inner = path("M-14 0C-18 -22 -4 -26 0 -50C10 -34 18 -20 14 0Z", { fill: "#ffd86a" });
  return [-44, 0, 44]
    .map((x, index) => place(x, -140, { scale: 1 + (index % 2) * 0.4 }, outer, inner))
    .join("");
}

function drawFaller(x: number, y: number, rotate: number, coat: string): string {
  const limbs = path("M-16 -24L-44 -58M16 -24L44 -58M-10 30L-22 62M10 30L24 60", {
    stroke: PAINT.skin,
    "stroke-width": 9,
    "stroke-linecap": "round",
  });
  return place(
    x,
    y,
    { rotate, scale: 0.9 },
    limbs,
    circle(0, -46, 15, { fill: PAINT.skin }),
    path("M-16 -30H16L24 30H-24Z", { fill: coat }),
  );
}
