import { circle, ellipse, group, line, path, pen, place, rect } from "../draw/svg.js";
import { between, type Dice } from "../legacy/seeded.js";
import { bandedSky, firs, glitter, glowingDisc, hill, ridge, starrySky } from "./parts.js";

export function drawMountainLake(dice: Dice): string {
  const sky = bandedSky(["#5fa8d3", "#8cc5e3", "#bfe0ea", "#f3e6c8"], 290);
  const peak =
    path("M60 320L226 88L392 320Z", { fill: "#5d7399" }) +
    path("M226 88L276 158L246 150L226 172L204 148L176 158Z", { fill: "#fdfaf0" });
  const lake =
    rect(0, 318, 512, 194, { fill: "#3f7fa6" }) +
    path("M120 318L226 460L332 318Z", { fill: "#4d7596", "fill-opacity": 0.7 });
  return group(
    {},
    sky,
    glowingDisc(410, 110, 30, "#fff3c4"),
    ridge(dice, 320, 120, "#8fa6c0"),
    peak,
    firs(dice, 306, 0.6, "#2f5a4a"),
    lake,
    glitter(dice, 396, 330, 500, "#cfe6ea"),
    hill(dice, 484, 14, "#2c4a38"),
    firs(dice, 490, 1.2, "#1d3a2c"),
  );
}

export function drawDunes(dice: Dice): string {
  const sky = bandedSky(["#23234f", "#4a2f6a", "#96456f", "#e27a5c", "#f6b26b"], 330);
  const crests = [
    [330, 26, "#d98a4a"],
    [382, 34, "#b8653a"],
    [440, 38, "#83402f"],
  ] as const;
  const camel = path(
    "M-60 0L-56 -40C-62 -58 -46 -64 -38 -60C-30 -86 -14 -86 -6 -62C2 -86 20 -86 28 -58L44 -50L58 -84L54 -96L74 -100L82 -90L70 -84L60 -40L40 -30L38 0H32L28 -30H-36L-46 0Z",
    { fill: "#3a1c26" },
  );
  const caravan = [150, 250, 350].map((x, index) => place(x, 374 - index * 4, { scale: 0.5 }, camel));
  return group(
    {},
    sky,
    starrySky(dice, 30, 160, "#f7dfc8"),
    glowingDisc(132, 226, 52, "#ffe3a0"),
    ...crests.slice(0, 2).map(([y, swell, fill]) => hill(dice, y, swell, fill)),
    ...caravan,
    hill(dice, crests[2][0], crests[2][1], crests[2][2]),
  );
}

export function drawFoggyForest(dice: Dice): string {
  const layers = [
    [210, 1.1, "#b3c9bf"],
    [286, 1.5, "#86a89a"],
    [376, 2, "#557f72"],
    [486, 2.8, "#2b5148"],
  ] as const;
  const rows = layers.map(([y, scale, fill]) => firs(dice, y, scale, fill) + rect(0, y, 512, 512, { fill }));
  const deer = place(
    300,
    470,
    { scale: 0.9 },
    path(
      "M-40 0L-36 -44C-40 -62 -20 -66 0 -62L26 -64L36 -96L30 -104L50 -110L64 -98L48 -92L40 -50L30 -36L32 0H26L18 -34H-22L-32 0Z",
      { fill: "#122a26" },
    ),
    path(
      "M40 -106C30 -126 22 -130 14 -146M34 -122L22 -118M50 -108C56 -128 62 -132 70 -146M54 -124L66 -120",
      pen("#122a26", 4),
    ),
  );
  return group(
    {},
    rect(0, 0, 512, 512, { fill: "#dfe8dc" }),
    glowingDisc(256, 130, 44, "#fff6d8"),
    ...rows.slice(0, 3),
    hill(dice, 470, 12, "#3a665a"),
    deer,
    place(0, 96, {}, rows[3] as string),
  );
}

export function drawCityNight(dice: Dice): string {
  const sky = bandedSky(["#141432", "#232058", "#463078", "#8a4a8a"], 380);
  const rows = [
    { fill: "#2c2a5c", floor: 250, light: "#7a6cc0" },
    { fill: "#17163a", floor: 180, light: "#ffd36b" },
  ];
  const skyline = rows.map(({ fill, floor, light }, row) =>
    Array.from({ length: 9 }, (_, index) =>
      drawBlock(dice, index * 60 - 10 + row * 22, between(dice, floor, floor + 150), fill, light),
    ).join(""),
  );
  const tower = place(
    300,
    0,
    {},
    path("M-22 420L-14 130H14L22 420Z", { fill: "#17163a" }),
    line([0, 130], [0, 60], { stroke: "#17163a", "stroke-width": 6 }),
    circle(0, 58, 5, { fill: "#ff5a6a" }),
    ellipse(0, 156, 34, 11, { fill: "#ffd36b" }),
  );
  return group(
    {},
    sky,
    starrySky(dice, 40, 180, "#d8cfee"),
    glowingDisc(108, 96, 34, "#f7eecb"),
    skyline[0] as string,
    tower,
    skyline[1] as string,
    rect(0, 430, 512, 82, { fill: "#0e0d26" }),
    glitter(dice, 300, 438, 504, "#a86bb0"),
  );
}

function drawBlock(dice: Dice, x: number, top: number, fill: string, light: string): string {
  const windows = Array.from({ length: 21 }, (_, index) => ({ index, lit: dice() < 0.4 }))
    .filter(({ lit }) => lit)
    .map(({ index }) =>
      rect(x + 8 + (index % 3) * 14, top + 12 + Math.floor(index / 3) * 22, 7, 11, { fill: light }),
    );
  return rect(x, top, 50, 512 - top, { fill }) + windows.join("");
}

export function drawWindmill(dice: Dice): string {
  const sky = bandedSky(["#9ed3ea", "#c3e4ec", "#f2efd6"], 320);
  const sail = path("M-3 0V-120H3V0ZM5 -116H30V-20H5Z", { fill: "#6b4428" });
  const sails = [20, 110, 200, 290].map((rotate) => place(0, -132, { rotate }, sail));
  const mill = place(
    340,
    330,
    {},
    path("M-46 0L-28 -130H28L46 0Z", { fill: "#b5523f" }),
    path("M-34 -128C-30 -168 30 -168 34 -128Z", { fill: "#4a3428" }),
    rect(-11, -34, 22, 34, { fill: "#4a3428" }),
    ...sails,
  );
  const paints = ["#d9443f", "#f0b83c", "#d86a9a", "#f6efe0", "#8a4fa0"];
  const rows = paints.map((fill, row) => drawTulips(dice, 366 + row * 34, 0.5 + row * 0.17, fill));
  const clouds = [90, 240].map((x) => ellipse(x, 90 + x * 0.12, 62, 17, { fill: "#ffffff" }));
  return group(
    {},
    sky,
    ...clouds,
    hill(dice, 320, 10, "#8fb96a"),
    mill,
    rect(0, 340, 512, 172, { fill: "#5f9a4e" }),
    ...rows,
  );
}

function drawTulips(dice: Dice, y: number, scale: number, fill: string): string {
  const step = 40 * scale;
  const tulip =
    line([0, 0], [0, 30], { stroke: "#3d7a3a", "stroke-width": 5 }) +
    path("M-14 -26L-7 -14L0 -30L7 -14L14 -26C18 0 8 8 0 8C-8 8 -18 0 -14 -26Z", { fill });
  return Array.from({ length: Math.ceil(512 / step) + 1 }, (_, index) =>
    place(index * step + between(dice, -3, 3), y + between(dice, -3, 3), { scale }, tulip),
  ).join("");
}
