import { circle, group, line, path, place, rect, round } from "../draw/svg.js";
import { between, type Dice } from "../legacy/seeded.js";

/** Bands of colour from y = 0 down to `horizon`, the lower ones thinner, as in a screen print. */
export function bandedSky(colours: readonly string[], horizon: number): string {
  const bands = colours.map((fill, index) => {
    const top = horizon * (1 - ((colours.length - index) / colours.length) ** 1.25);
    return rect(0, round(top), 512, 512 - top, { fill });
  });
  return group({}, ...bands);
}

/** A disc with two pale rings about it. */
export function glowingDisc(x: number, y: number, radius: number, fill: string): string {
  const halos = [1.9, 1.42].map((part) => circle(x, y, radius * part, { fill, "fill-opacity": 0.16 }));
  return group({}, ...halos, circle(x, y, radius, { fill }));
}

/** A jagged ridge over the whole width, about y, down to the lower edge. */
export function ridge(dice: Dice, y: number, height: number, fill: string): string {
  const points = Array.from({ length: 13 }, (_, index) => {
    const lift = index % 2 === 0 ? between(dice, 0.45, 1) : between(dice, 0, 0.45);
    return `${round(index * 44 - 8)} ${round(y - height * lift)}`;
  });
  return path(`M-10 512L${points.join("L")}L522 512Z`, { fill });
}

/** A soft hill line over the whole width. */
export function hill(dice: Dice, y: number, swell: number, fill: string): string {
  const [a, b, c] = [between(dice, -1, 1), between(dice, -1, 1), between(dice, -1, 1)];
  return path(
    `M0 ${round(y + a * swell)}C120 ${round(y - swell)} 180 ${round(y + b * swell)} 280 ${round(y)}S430 ${round(y - swell * 0.8)} 512 ${round(y + c * swell)}V512H0Z`,
    { fill },
  );
}

/** Short strokes of light on water between two heights, wider towards the viewer. */
export function glitter(dice: Dice, x: number, top: number, bottom: number, stroke: string): string {
  const strokes = Array.from({ length: 16 }, (_, index) => {
    const part = index / 15;
    const y = top + (bottom - top) * part;
    const half = between(dice, 4, 12) + part * 38;
    const centre = x + between(dice, -10, 10);
    return line([centre - half, y], [centre + half, y], {
      stroke,
      "stroke-width": 2 + part * 4,
      "stroke-linecap": "round",
    });
  });
  return group({}, ...strokes);
}

/** Stars scattered above `horizon`. */
export function starrySky(dice: Dice, count: number, horizon: number, fill: string): string {
  return Array.from({ length: count }, () =>
    circle(between(dice, 0, 512), between(dice, 0, horizon), between(dice, 0.8, 2.1), { fill }),
  ).join("");
}

/** A row of firs standing on y. */
export function firs(dice: Dice, y: number, scale: number, fill: string): string {
  const step = 34 * scale;
  const count = Math.ceil(512 / step) + 1;
  const fir = path("M0 -90L20 -30H10L28 4H5V16H-5V4H-28L-10 -30H-20Z", { fill });
  return Array.from({ length: count }, (_, index) =>
    place(index * step + between(dice, -8, 8), y, { scale: scale * between(dice, 0.7, 1.25) }, fir),
  ).join("");
}
