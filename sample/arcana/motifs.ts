import { circle, ellipse, group, line, type Point, path, place, rect, round } from "../draw/svg.js";

/** The paints that all 22 cards share. */
export const PAINT = {
  gold: "#e0b252",
  cream: "#f6e9c8",
  night: "#17152b",
  red: "#b7352f",
  blue: "#2c4f86",
  green: "#4f7a4a",
  grey: "#8d93a5",
  skin: "#eec9a0",
  brown: "#6b4428",
  white: "#fbf6e6",
} as const;

/** A robed figure about 250 high; its feet stand at the origin, its hands where they are asked for. */
interface Figure {
  readonly robe: string;
  readonly trim: string;
  readonly hair: string;
  readonly hands: readonly Point[];
}

export function figure({ robe, trim, hair, hands }: Figure): string {
  const body = path("M-28 -188C-44 -140 -62 -60 -72 0H72C62 -60 44 -140 28 -188C16 -200 -16 -200 -28 -188Z", {
    fill: robe,
  });
  const hem = path("M-69 -18L-72 0H72L69 -18Z", { fill: trim });
  const front = path("M-9 -192L-16 0H16L9 -192Z", { fill: trim });
  const arms = hands.map(([x, y]) => drawArm([x < 0 ? -26 : 26, -176], [x, y], robe, trim));
  const head =
    path("M-30 -228C-34 -190 -28 -182 -22 -180H22C28 -182 34 -190 30 -228Z", { fill: hair }) +
    circle(0, -222, 29, { fill: hair }) +
    ellipse(0, -216, 21, 25, { fill: PAINT.skin }) +
    faceLines(0, -216, 0.8);
  return group({}, body, front, hem, ...arms, head);
}

function drawArm([sx, sy]: Point, [x, y]: Point, robe: string, trim: string): string {
  const elbow: Point = [(sx + x) / 2 + Math.sign(x) * 12, Math.max(sy, y) * 0.5 + Math.min(sy, y) * 0.5 + 16];
  const d = `M${round(sx)} ${round(sy)}Q${round(elbow[0])} ${round(elbow[1])} ${round(x)} ${round(y)}`;
  const pen = { fill: "none", "stroke-linecap": "round" };
  return (
    path(d, { ...pen, stroke: trim, "stroke-width": 27 }) +
    path(d, { ...pen, stroke: robe, "stroke-width": 22 }) +
    circle(x, y, 11, { fill: PAINT.skin })
  );
}

/** Closed eyes, nose and mouth for a face about (x, y). */
export function faceLines(x: number, y: number, scale: number, stroke: string = PAINT.brown): string {
  const pen = { fill: "none", stroke, "stroke-width": 2.6, "stroke-linecap": "round" };
  return place(x, y, { scale }, path("M-15 -3Q-9 3 -3 -3M3 -3Q9 3 15 -3M0 -2V8M-6 16Q0 21 6 16", pen));
}

/** A heavenly face: open eyes, brows, long nose, full mouth; about 100 across at scale 1. */
export function heavenlyFace(stroke: string): string {
  const pen = {
    fill: "none",
    stroke,
    "stroke-width": 4,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  };
  const eyes = [-22, 22].map(
    (x) =>
      path(`M${x - 13} -10Q${x} -22 ${x + 13} -10Q${x} -2 ${x - 13} -10Z`, pen) +
      circle(x, -11, 4, { fill: stroke }),
  );
  return group(
    {},
    ...eyes,
    path(
      "M-38 -26Q-22 -38 -8 -28M38 -26Q22 -38 8 -28M-2 -24C-4 0 -10 10 -8 14Q0 20 8 14M-18 32Q-8 26 0 30Q8 26 18 32Q0 44 -18 32Z",
      pen,
    ),
  );
}

/** A crown about 80 wide standing on the origin. */
export function crown(fill: string, jewel: string): string {
  const tips = [-40, 0, 40].map((x) => circle(x, x === 0 ? -50 : -42, 5, { fill: jewel }));
  return group(
    {},
    path("M-36 0L-42 -38L-18 -16L0 -46L18 -16L42 -38L36 0Z", { fill }),
    ...tips,
    rect(-37, -4, 74, 9, { fill: jewel }),
  );
}

/** A sword with its point up, 220 long, the guard at the origin. */
export function sword(): string {
  const blade = path("M-9 0V-150L0 -172L9 -150V0Z", {
    fill: "#dfe5ea",
    stroke: PAINT.night,
    "stroke-width": 2,
  });
  const guard = rect(-40, -6, 80, 12, { fill: PAINT.gold, rx: 6 });
  return group(
    {},
    blade,
    line([0, -150], [0, -4], { stroke: PAINT.grey, "stroke-width": 2 }),
    rect(-6, 4, 12, 40, { fill: PAINT.red }),
    guard,
    circle(0, 48, 9, { fill: PAINT.gold }),
  );
}

/** A cup about 60 wide, its foot on the origin. */
export function cup(fill: string): string {
  return path("M-32 -74H32C32 -40 18 -30 7 -26V-10H22V0H-22V-10H-7V-26C-18 -30 -32 -40 -32 -74Z", { fill });
}

/** A crenellated tower of 90 × `height`, its foot on the origin. */
export function tower(height: number, stone: string, light: string): string {
  const top = -height;
  const wall = path(`M-40 0L-34 ${top}H34L40 0Z`, { fill: stone });
  const head = path(
    `M-46 ${top + 12}V${top - 26}H-28V${top - 10}H-9V${top - 26}H9V${top - 10}H28V${top - 26}H46V${top + 12}Z`,
    { fill: stone },
  );
  const windows = [0.3, 0.62].map((part) =>
    path(
      `M-8 ${round(top * part)}V${round(top * part - 22)}A8 8 0 0 1 8 ${round(top * part - 22)}V${round(top * part)}Z`,
      { fill: light },
    ),
  );
  return group({}, wall, head, ...windows);
}

/** A pillar of 60 × 420 with base and capital, its foot on the origin. */
export function pillar(fill: string, detail: string): string {
  const flutes = [-14, 0, 14].map((x) => line([x, -30], [x, -380], { stroke: detail, "stroke-width": 3 }));
  return group(
    {},
    rect(-26, -400, 52, 390, { fill }),
    ...flutes,
    rect(-38, -20, 76, 20, { fill }),
    rect(-40, -424, 80, 26, { fill, rx: 6 }),
    rect(-32, -398, 64, 8, { fill: detail }),
    rect(-32, -30, 64, 6, { fill: detail }),
  );
}

/** One wing of feathers reaching up and to the right from the origin, about 150 wide. */
export function wing(fill: string, edge: string): string {
  const feathers = [0, 1, 2, 3, 4].map((index) =>
    path("M0 0C24 -34 84 -46 146 -30C108 2 46 18 0 0Z", {
      fill,
      stroke: edge,
      "stroke-width": 3,
      transform: `rotate(${40 - index * 24}) scale(${round(0.72 + index * 0.08)})`,
    }),
  );
  return group({}, ...feathers);
}

/** Rolling ground that fills the panel below y. */
export function ground(y: number, fill: string, swell = 26): string {
  return path(
    `M-220 ${y}C-120 ${y - swell} -40 ${y + swell} 60 ${y}S190 ${y - swell * 0.6} 220 ${y}V340H-220Z`,
    { fill },
  );
}

/** A mountain with a snow cap, its foot on the origin. */
export function mountain(width: number, height: number, fill: string): string {
  const w = width / 2;
  const cap = path(
    `M0 ${-height}L${round(w * 0.3)} ${round(-height * 0.7)}L${round(w * 0.1)} ${round(-height * 0.76)}L${round(-w * 0.06)} ${round(-height * 0.66)}L${round(-w * 0.3)} ${round(-height * 0.7)}Z`,
    { fill: PAINT.white },
  );
  return path(`M${-w} 0L0 ${-height}L${w} 0Z`, { fill }) + cap;
}
