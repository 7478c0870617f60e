import { flower, ring } from "../draw/shapes.js";
import { circle, group, mirror, path, place, polygon, rect } from "../draw/svg.js";
import { type Inks, tiled } from "./patterns.js";

export function drawHerringbone({ first, second }: Inks): string {
  const brick = (fill: string) => path("M-60 -30L0 30V66L-60 6Z", { fill });
  return tiled(
    128,
    0,
    (_column, row) =>
      brick(row % 2 === 0 ? first : second) +
      group({ transform: "scale(-1 1)" }, brick(row % 2 === 0 ? second : first)),
    46,
  );
}

export function drawMeander({ first, second }: Inks): string {
  const key = path("M-64 44H-40V-44H40V20H-10V-14H10M64 44H-40", {
    fill: "none",
    stroke: first,
    "stroke-width": 13,
    "stroke-linejoin": "round",
  });
  return tiled(
    128,
    0,
    (_column, row) =>
      key +
      rect(-64, 56, 128, 6, { fill: second }) +
      (row % 2 === 0 ? rect(-64, -66, 128, 6, { fill: second }) : ""),
  );
}

export function drawQuatrefoil({ first, second, ground }: Inks): string {
  const leaf = ring(4, () => circle(0, -32, 34, { fill: first }));
  const inner = ring(4, () => circle(0, -24, 20, { fill: second }));
  return tiled(148, 0.5, () => leaf + inner + circle(0, 0, 12, { fill: ground }), 74);
}

export function drawFeathers({ first, second, ground }: Inks): string {
  const eye =
    circle(0, -34, 20, { fill: second }) +
    circle(0, -32, 12, { fill: first }) +
    circle(0, -30, 5, { fill: ground });
  const barbs = [-18, 0, 18].map((y) =>
    mirror(
      path(`M0 ${y + 40}C20 ${y + 26} 34 ${y + 8} 40 ${y - 12}`, {
        fill: "none",
        stroke: ground,
        "stroke-width": 4,
      }),
    ),
  );
  const feather = path("M0 84C-64 40 -64 -70 0 -84C64 -70 64 40 0 84Z", {
    fill: first,
    stroke: ground,
    "stroke-width": 5,
  });
  return tiled(112, 0.5, () => group({}, feather, ...barbs, eye), 86);
}

export function drawHoneycomb({ first, second }: Inks): string {
  const corner = (radius: number) =>
    [0, 60, 120, 180, 240, 300].map(
      (turn) =>
        [radius * Math.sin((turn * Math.PI) / 180), radius * Math.cos((turn * Math.PI) / 180)] as const,
    );
  const bee = place(
    0,
    4,
    {},
    circle(0, 0, 15, { fill: second }),
    path("M-13 -6H13M-13 5H13", { stroke: first, "stroke-width": 5 }),
    mirror(path("M6 -12C28 -32 34 -6 10 -4Z", { fill: "#fff8e0" })),
  );
  return tiled(
    112,
    0.5,
    (column, row) =>
      polygon(corner(58), { fill: first }) +
      ((column + row) % 3 === 0 ? bee : polygon(corner(40), { fill: second })),
    97,
  );
}

export function drawVines({ first, second }: Inks): string {
  const vine = path("M-64 0C-32 -56 -32 -56 0 0S32 56 64 0", {
    fill: "none",
    stroke: first,
    "stroke-width": 8,
  });
  const leaf = path("M0 0C18 -12 20 -32 0 -48C-20 -32 -18 -12 0 0Z", { fill: first });
  const leaves = place(-32, -40, { rotate: 200 }, leaf) + place(32, 40, { rotate: 20 }, leaf);
  return tiled(
    128,
    0,
    (_column, row) => vine + leaves + place(-32, 14, {}, flower(5 + (row % 2), 26, second, first)),
    128,
  );
}
