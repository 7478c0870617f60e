import { polar, star } from "../draw/shapes.js";
import { circle, group, line, mirror, path, pen, place, points, rect } from "../draw/svg.js";
import { crown, figure, ground, mountain, PAINT, pillar } from "./motifs.js";

export function drawHighPriestess(): string {
  const pillars =
    place(-166, 250, {}, pillar(PAINT.night, PAINT.grey)) +
    place(166, 250, {}, pillar(PAINT.cream, "#c9b78c"));
  const priestess = figure({
    robe: PAINT.blue,
    trim: PAINT.white,
    hair: "#dce6f2",
    hands: points("40 -92, -40 -92"),
  });
  const scroll = rect(-58, 106, 116, 34, { fill: PAINT.cream, rx: 16 });
  const horns = mirror(path("M30 -26C58 -26 58 26 30 26C42 12 42 -12 30 -26Z", { fill: PAINT.cream }));
  const moons = place(0, -86, { scale: 0.86 }, circle(0, 0, 24, { fill: PAINT.cream }), horns);
  const footMoon = path("M-74 258C-60 316 60 316 74 258C52 288 -52 288 -74 258Z", { fill: PAINT.gold });
  return group(
    {},
    drawVeil(),
    pillars,
    ground(256, "#3d5f80", 8),
    place(0, 250, { scale: 1.35 }, priestess),
    moons,
    scroll,
    footMoon,
  );
}

function drawVeil(): string {
  const fruit = circle(0, 0, 15, { fill: PAINT.red }) + path("M-5 -14L0 -24L5 -14Z", { fill: PAINT.gold });
  const fruits = [-90, -30, 30, 90].flatMap((x, column) =>
    [-130, -50, 30].map((y) => place(x, y + (column % 2) * 36, {}, fruit)),
  );
  return group({}, rect(-140, -180, 280, 420, { fill: "#7d6a9e" }), ...fruits);
}

export function drawEmpress(): string {
  const tree = path("M0 -150C44 -120 46 -40 6 -20V20H-6V-20C-46 -40 -44 -120 0 -150Z", { fill: "#3f6b45" });
  const trees = [-170, -120, 140, 184].map((x, index) => place(x, 60 + (index % 2) * 14, {}, tree));
  const empress = figure({
    robe: "#d6728a",
    trim: PAINT.white,
    hair: "#e2b65a",
    hands: points("76 -150, -50 -90"),
  });
  const stars = Array.from({ length: 12 }, (_, index) => polar(86, -88 + index * 16)).map(([x, y]) =>
    place(x, y - 48, {}, star(5, 11, 5, { fill: "#c9962b" })),
  );
  const heart = path(
    "M0 58C-20 34 -52 10 -52 -22C-52 -58 -10 -60 0 -30C10 -60 52 -58 52 -22C52 10 20 34 0 58Z",
    { fill: PAINT.red, stroke: PAINT.gold, "stroke-width": 5 },
  );
  const sceptre =
    line([0, 0], [0, 90], { stroke: PAINT.gold, "stroke-width": 7 }) +
    circle(0, -10, 20, { fill: PAINT.gold });
  return group(
    {},
    ...trees,
    ground(120, "#a9b45a"),
    place(0, 262, { scale: 1.4 }, empress),
    place(0, -78, { scale: 0.7 }, crown(PAINT.gold, PAINT.red)),
    ...stars,
    place(106, 52, {}, sceptre),
    place(-112, 150, {}, heart),
    drawWheat(),
  );
}

function drawWheat(): string {
  const grains = [0, 1, 2, 3].map((row) =>
    mirror(
      path(`M0 ${-70 - row * 18}C14 ${-76 - row * 18} 14 ${-90 - row * 18} 4 ${-96 - row * 18}Z`, {
        fill: PAINT.gold,
      }),
    ),
  );
  const ear = group({}, line([0, 0], [0, -130], { stroke: "#b8892f", "stroke-width": 4 }), ...grains);
  const ears = Array.from({ length: 15 }, (_, index) =>
    place(-196 + index * 28, 352, { scale: 0.9 + (index % 3) * 0.1, rotate: (index % 5) * 4 - 8 }, ear),
  );
  return group({}, ...ears);
}

export function drawEmperor(): string {
  const peaks = [
    [-150, 230, 330],
    [150, 250, 300],
    [10, 260, 400],
  ] as const;
  const range = peaks.map(([x, width, height]) => place(x, 150, {}, mountain(width, height, "#b5603c")));
  const emperor = figure({
    robe: PAINT.red,
    trim: PAINT.gold,
    hair: PAINT.white,
    hands: points("70 -134, -70 -124"),
  });
  const beard = path("M-28 4C-34 60 -14 92 0 96C14 92 34 60 28 4C14 20 -14 20 -28 4Z", { fill: PAINT.white });
  const loop = circle(0, -22, 20, { fill: "none", stroke: PAINT.gold, "stroke-width": 10 });
  const ankh = place(102, 44, {}, path("M-7 0H7V70H-7ZM-24 6H24V18H-24Z", { fill: PAINT.gold }), loop);
  const orb = place(
    -104,
    108,
    {},
    circle(0, 0, 26, { fill: PAINT.gold }),
    path("M-4 -48H4V-26H-4ZM-14 -42H14V-34H-14Z", { fill: PAINT.gold }),
  );
  return group(
    {},
    ...range,
    ground(150, "#c98a4e", 4),
    drawThrone(),
    place(0, 310, { scale: 1.45 }, emperor),
    place(0, 6, {}, beard),
    place(0, -38, {}, crown(PAINT.gold, PAINT.blue)),
    ankh,
    orb,
  );
}

function drawThrone(): string {
  const horn = path("M10 -18C40 -40 58 -8 40 12C30 22 16 14 24 2", pen(PAINT.gold, 9));
  const ram =
    path("M-20 -22C-22 8 -12 30 0 34C12 30 22 8 20 -22Z", { fill: PAINT.cream }) +
    mirror(horn, circle(9, -4, 3, { fill: PAINT.night }));
  const rams = [-140, 140].flatMap((x) => [-92, 196].map((y) => place(x, y, {}, ram)));
  const back = path("M-140 320V-90C-140 -130 140 -130 140 -90V320Z", { fill: "#8f949e" });
  return group({}, back, path("M-108 320V-60C-108 -92 108 -92 108 -60V320Z", { fill: "#6b707c" }), ...rams);
}

export function drawHierophant(): string {
  const pillars = mirror(place(172, 250, {}, pillar("#8d93a5", "#6d7388")));
  const teacher = figure({
    robe: PAINT.red,
    trim: PAINT.white,
    hair: PAINT.grey,
    hands: points("64 -214, -66 -170"),
  });
  const bars = [-108, -80, -52].map((y, index) =>
    line([-114 - index * 10, y], [-82 + index * 10, y], { stroke: "#b98a2f", "stroke-width": 8 }),
  );
  const cross = group({}, line([-98, 250], [-98, -130], { stroke: "#b98a2f", "stroke-width": 8 }), ...bars);
  const keys = place(0, 280, {}, mirror(place(0, 0, { rotate: 40 }, drawKey())));
  return group(
    {},
    pillars,
    ground(252, "#6a3b46", 6),
    cross,
    place(0, 250, { scale: 1.45 }, teacher),
    place(0, -92, {}, drawTiara()),
    keys,
    drawListeners(),
  );
}

function drawTiara(): string {
  const bands = [-4, -36, -66].map((y, index) =>
    rect(-42 + index * 9, y - 10, 84 - index * 18, 12, { fill: PAINT.gold, rx: 5 }),
  );
  return group(
    {},
    path("M-40 0C-44 -44 -22 -92 0 -104C22 -92 44 -44 40 0Z", { fill: PAINT.cream }),
    ...bands,
    circle(0, -110, 8, { fill: PAINT.gold }),
  );
}

function drawListeners(): string {
  const listeners = [-140, 140].map((x) =>
    place(
      x,
      345,
      {},
      path("M-56 0C-56 -70 -28 -86 0 -86C28 -86 56 -70 56 0Z", { fill: x < 0 ? "#7a4f8f" : "#4f6f9f" }),
      circle(0, -98, 26, { fill: PAINT.brown }),
      circle(0, -112, 12, { fill: PAINT.skin }),
    ),
  );
  return group({}, ...listeners);
}

function drawKey(): string {
  const bow = circle(0, -44, 15, { fill: "none", stroke: PAINT.gold, "stroke-width": 8 });
  return group({}, bow, path("M-4 -30H4V48H-4ZM4 28H20V38H4ZM4 42H16V50H4Z", { fill: PAINT.gold }));
}
