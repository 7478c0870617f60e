import { cloud, polar, ring } from "../draw/shapes.js";
import { circle, ellipse, group, line, mirror, path, place, rect } from "../draw/svg.js";
import { figure, ground, mountain, PAINT } from "./motifs.js";

export function drawJudgement(): string {
  const clouds = [
    [-120, -210, 1.5],
    [120, -214, 1.5],
    [0, -180, 1.8],
    [-60, -160, 1.2],
    [80, -156, 1.2],
  ].map(([x, y, scale]) => place(x as number, y as number, { scale: scale as number }, cloud("#e8edf2")));
  const trumpet = place(
    0,
    -130,
    { rotate: 24 },
    path("M-9 -60H9V90C10 130 40 146 52 170H-52C-40 146 -10 130 -9 90Z", {
      fill: PAINT.gold,
      stroke: "#9a7424",
      "stroke-width": 3,
    }),
    rect(-16, -66, 32, 12, { fill: PAINT.gold, rx: 5 }),
  );
  const flag = place(
    -6,
    -74,
    { rotate: 24 },
    rect(8, -20, 92, 92, { fill: PAINT.white, stroke: PAINT.gold, "stroke-width": 3 }),
    path("M46 -18H62V70H46ZM10 18H98V34H10Z", { fill: PAINT.red }),
  );
  const peaks =
    place(-140, 190, {}, mountain(200, 110, "#6f8fb0")) + place(130, 190, {}, mountain(240, 130, "#6385a8"));
  const sea =
    ground(186, "#3c78a6", 10) +
    [226, 262, 300]
      .map((y) =>
        path(`M-220 ${y}q27 -18 55 0t55 0t55 0t55 0t55 0t55 0t55 0t55 0`, {
          fill: "none",
          stroke: "#8fc0de",
          "stroke-width": 4,
        }),
      )
      .join("");
  const risen = [-128, 0, 128].map((x, index) =>
    place(
      x,
      306 - (index % 2) * 26,
      {},
      rect(-46, -26, 92, 56, { fill: "#5b5148" }),
      path("M-24 -20C-24 -90 24 -90 24 -20Z", { fill: "#c9cdd2" }),
      path("M-18 -70L-48 -122M18 -70L48 -122", {
        stroke: "#e6c9a8",
        "stroke-width": 12,
        "stroke-linecap": "round",
      }),
      circle(0, -98, 20, { fill: "#e6c9a8" }),
      path("M-20 -100A20 20 0 0 1 20 -100Z", { fill: PAINT.brown }),
    ),
  );
  return group({}, trumpet, flag, ...clouds, peaks, sea, ...risen);
}

export function drawWorld(): string {
  const leaves = Array.from({ length: 40 }, (_, index) => {
    const [x, y] = polar(1, index * 9);
    return place(
      x * 140,
      y * 216,
      { rotate: index * 9 + 90 + (index % 2 === 0 ? 26 : -26) },
      path("M0 24C-14 6 -14 -12 0 -30C14 -12 14 6 0 24Z", { fill: index % 2 === 0 ? "#4f8a4a" : "#6fa85a" }),
    );
  });
  const ties = [-216, 216].map((y) =>
    place(
      0,
      y,
      {},
      path("M-34 -16L34 16M34 -16L-34 16", {
        stroke: PAINT.red,
        "stroke-width": 13,
        "stroke-linecap": "round",
      }),
    ),
  );
  const dancer = place(
    0,
    138,
    { scale: 1.16 },
    figure({
      robe: "#d9d2ea",
      trim: "#b59bd0",
      hair: "#8a4a22",
      hands: [
        [74, -196],
        [-74, -150],
      ],
    }),
  );
  const wands = [86, -86].map((x) =>
    line([x, x > 0 ? -130 : -76], [x, x > 0 ? -50 : 4], {
      stroke: PAINT.gold,
      "stroke-width": 8,
      "stroke-linecap": "round",
    }),
  );
  const ribbon = path("M-66 -60C-10 -20 60 0 44 50C24 96 -56 84 -62 130", {
    fill: "none",
    stroke: "#8a3f9a",
    "stroke-width": 18,
    "stroke-linecap": "round",
  });
  return group(
    {},
    ellipse(0, 0, 132, 208, { fill: "#8fc0e6" }),
    ...leaves,
    ...ties,
    dancer,
    ribbon,
    ...wands,
    drawGuardians(),
  );
}

/** Angel, eagle, lion and bull in the corners of the panel. */
function drawGuardians(): string {
  const angel =
    circle(0, 0, 22, { fill: PAINT.skin }) +
    path("M-24 2A24 24 0 0 1 24 2C18 -14 -18 -14 -24 2Z", { fill: "#e2b04a" });
  const eagle =
    path("M-26 -10C-26 -34 18 -34 22 -8L36 2L20 8C14 30 -26 30 -26 -10Z", { fill: PAINT.white }) +
    path("M20 -6L38 2L20 8Z", { fill: PAINT.gold }) +
    circle(8, -8, 4, { fill: PAINT.night });
  const lion =
    ring(12, () => circle(0, -24, 10, { fill: "#b5651d" })) + circle(0, 0, 22, { fill: "#e0a650" });
  const bull =
    path("M-22 -12C-20 28 -10 32 0 32C10 32 20 28 22 -12Z", { fill: PAINT.brown }) +
    mirror(path("M16 -14C32 -12 38 -26 32 -38C32 -26 24 -24 12 -24Z", { fill: PAINT.cream }));
  const marks = [
    [-166, -236, angel],
    [166, -236, eagle],
    [166, 276, lion],
    [-166, 276, bull],
  ] as const;
  const face = circle(-8, -2, 3, { fill: PAINT.night }) + circle(8, -2, 3, { fill: PAINT.night });
  return marks
    .map(([x, y, drawn]) =>
      place(x, y, { scale: 1.2 }, circle(0, 0, 36, { fill: "#dfe9f2" }), drawn, drawn === eagle ? "" : face),
    )
    .join("");
}
