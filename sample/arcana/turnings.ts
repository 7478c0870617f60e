import { cloud, ring, spokes, star } from "../draw/shapes.js";
import { circle, ellipse, group, line, mirror, path, pen, place, points, rect } from "../draw/svg.js";
import { crown, faceLines, ground, PAINT } from "./motifs.js";

export function drawChariot(): string {
  const posts = mirror(rect(126, -120, 14, 210, { fill: PAINT.gold }));
  const wheel =
    circle(0, 0, 62, { fill: "none", stroke: "#b98a2f", "stroke-width": 11 }) +
    spokes(8, 0, 58, { stroke: "#b98a2f", "stroke-width": 7 });
  const sphinxes =
    place(-92, 330, {}, drawSphinx(PAINT.night, PAINT.white)) +
    place(92, 330, {}, drawSphinx(PAINT.white, PAINT.night));
  return group(
    {},
    drawCanopy(),
    posts,
    drawDriver(),
    ground(262, "#a8a35c", 8),
    mirror(place(168, 210, {}, wheel)),
    drawCar(),
    sphinxes,
  );
}

function drawCanopy(): string {
  const fringe = path(
    "M-150 -120L-130 -98L-108 -120L-86 -98L-64 -120L-43 -98L-21 -120L0 -98L21 -120L43 -98L64 -120L86 -98L108 -120L130 -98L150 -120Z",
    { fill: "#b98a2f" },
  );
  const at = points("-90 -150, -46 -182, 0 -150, 46 -182, 90 -150");
  const stars = at.map(([x, y]) => place(x, y, {}, star(5, 14, 6, { fill: PAINT.gold })));
  return group({}, path("M-150 -120C-150 -230 150 -230 150 -120Z", { fill: PAINT.blue }), fringe, ...stars);
}

function drawDriver(): string {
  const mail = path("M-62 90C-62 -10 -40 -34 0 -34C40 -34 62 -10 62 90Z", { fill: "#9aa6b8" });
  const badge =
    rect(-40, 6, 80, 60, { fill: PAINT.blue }) + place(0, 36, {}, star(8, 24, 9, { fill: PAINT.gold }));
  const head =
    ellipse(0, -62, 26, 31, { fill: PAINT.skin }) +
    faceLines(0, -62, 1) +
    place(0, -84, { scale: 0.74 }, crown("#c9962b", PAINT.red));
  return group({}, mail, badge, head);
}

function drawCar(): string {
  const box = path("M-150 80H150L126 214H-126Z", { fill: "#c9c3b0", stroke: "#b98a2f", "stroke-width": 6 });
  const shield = place(
    0,
    146,
    {},
    path("M0 40C-60 10 -60 -40 0 -44C60 -40 60 10 0 40Z", { fill: PAINT.red }),
    circle(0, -6, 16, { fill: PAINT.gold }),
  );
  return group({}, box, shield);
}

function drawSphinx(fill: string, detail: string): string {
  const paint = { fill, stroke: detail, "stroke-width": 4 };
  const cloth = path("M-46 -30C-50 -110 -28 -136 0 -138C28 -136 50 -110 46 -30Z", paint);
  const stripes = [-44, -60, -76].map((y) =>
    mirror(line([24, y], [44, y], { stroke: detail, "stroke-width": 3 })),
  );
  return group(
    {},
    path("M-66 0C-66 -40 66 -40 66 0Z", paint),
    cloth,
    ...stripes,
    ellipse(0, -80, 22, 30, { fill: PAINT.skin }),
    faceLines(0, -80, 0.9),
  );
}

export function drawWheel(): string {
  const serpent = path("M-186 -140C-214 -90 -166 -50 -190 0C-214 50 -166 90 -186 150", pen("#d8c04a", 15));
  const outline =
    "M178 150C204 90 168 40 182 -20L172 -60L186 -52L196 -72L204 -44L212 -20L198 -10C208 50 214 100 196 156Z";
  const skies = points("-140 -220, 140 -230, -130 300, 130 306");
  const clouds = skies.map(([x, y]) => place(x, y, { scale: 1.2 }, cloud("#dfe6ee")));
  const sphinx = place(0, -156, { scale: 0.82 }, drawSphinx(PAINT.blue, PAINT.gold));
  return group({}, ...clouds, drawRim(), sphinx, serpent, path(outline, { fill: PAINT.red }));
}

function drawRim(): string {
  const rings = [
    [158, "#d98a3a", 10],
    [112, PAINT.blue, 8],
    [58, "#d98a3a", 6],
  ] as const;
  const rims = rings.map(([r, fill, width]) =>
    circle(0, 0, r, { fill, stroke: PAINT.gold, "stroke-width": width }),
  );
  const bars = spokes(8, 0, 112, { stroke: PAINT.gold, "stroke-width": 9 });
  const mark = (index: number) =>
    index % 2 === 0 ? star(4, 20, 6, { fill: PAINT.night }) : circle(0, 0, 8, { fill: PAINT.night });
  const marks = ring(8, (index) => place(0, -135, {}, mark(index)));
  return group({}, ...rims, bars, marks, circle(0, 0, 20, { fill: PAINT.gold }));
}
