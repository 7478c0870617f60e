import { flower, star } from "../draw/shapes.js";
import { circle, group, path, place, rect } from "../draw/svg.js";

/** Three inks of a printed ornament. */
export interface Inks {
  readonly ground: string;
  readonly first: string;
  readonly second: string;
}

/** Copies of a tile on a grid over 512 × 512; every second row is moved by `shift` tiles. */
export function tiled(
  size: number,
  shift: number,
  tile: (column: number, row: number) => string,
  rise = size,
): string {
  const columns = Math.ceil(512 / size) + 2;
  const rows = Math.ceil(512 / rise) + 2;
  const cells = Array.from({ length: rows * columns }, (_, cell) => {
    const row = Math.floor(cell / columns);
    const column = cell % columns;
    return place((column - 0.5 + (row % 2) * shift) * size, (row - 0.5) * rise, {}, tile(column, row));
  });
  return cells.join("");
}

export function drawLattice({ first, second }: Inks): string {
  return tiled(
    128,
    0,
    () =>
      group({ fill: "none", stroke: first, "stroke-width": 14 }, path("M-64 -64L64 64M64 -64L-64 64", {})) +
      place(0, -64, {}, flower(8, 30, second, first)) +
      circle(0, 0, 15, { fill: second }),
  );
}

export function drawRosette({ first, second }: Inks): string {
  const big = place(
    256,
    256,
    {},
    flower(16, 220, first, second),
    flower(12, 150, second, first),
    flower(8, 84, first, second),
  );
  const corner = [0, 512]
    .flatMap((x) => [0, 512].map((y) => place(x, y, {}, flower(12, 100, second, first))))
    .join("");
  return corner + big;
}

export function drawScales({ first, second, ground }: Inks): string {
  const scale = (fill: string) =>
    circle(0, 0, 64, { fill, stroke: ground, "stroke-width": 5 }) +
    circle(0, 0, 44, { fill: "none", stroke: ground, "stroke-width": 4 }) +
    circle(0, 4, 22, { fill: ground });
  return tiled(128, 0.5, (_column, row) => scale(row % 2 === 0 ? first : second), 50);
}

export function drawWaves({ first, second }: Inks): string {
  const wave = (stroke: string) =>
    path("M-64 20C-30 20 -30 -26 4 -26C34 -26 34 12 8 12C-8 12 -8 -8 6 -8M4 20C36 20 50 20 64 20", {
      fill: "none",
      stroke,
      "stroke-width": 11,
      "stroke-linecap": "round",
    });
  return tiled(128, 0.5, (_column, row) => wave(row % 2 === 0 ? first : second), 64);
}

export function drawKnot({ first, second, ground }: Inks): string {
  const loop = (rotate: number, stroke: string) =>
    group(
      { transform: `rotate(${rotate})`, fill: "none" },
      path("M0 0C60 -60 60 -104 0 -104C-60 -104 -60 -60 0 0", { stroke: ground, "stroke-width": 36 }),
      path("M0 0C60 -60 60 -104 0 -104C-60 -104 -60 -60 0 0", { stroke, "stroke-width": 22 }),
    );
  const knot =
    [0, 90, 180, 270].map((turn) => loop(turn, turn % 180 === 0 ? first : second)).join("") +
    circle(0, 0, 16, { fill: ground });
  return tiled(256, 0, () => knot);
}

export function drawStarTiles({ first, second, ground }: Inks): string {
  const tile =
    star(8, 84, 50, { fill: first }) + star(8, 46, 28, { fill: second }) + star(8, 20, 12, { fill: ground });
  return tiled(
    128,
    0,
    () =>
      place(0, 0, { rotate: 22.5 }, tile) +
      place(64, 64, { rotate: 45 }, rect(-20, -20, 40, 40, { fill: second })),
  );
}
