import { type Attributes, circle, group, line, type Point, path, polygon, round } from "./svg.js";

/** The point at `degrees` (0: up, clockwise) on a circle about the origin. */
export function polar(radius: number, degrees: number): Point {
  const angle = ((degrees - 90) * Math.PI) / 180;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** `count` copies around the origin, the first one up, each turned with its place. */
export function ring(count: number, child: (index: number) => string, start = 0): string {
  return Array.from({ length: count }, (_, index) =>
    group({ transform: `rotate(${round(start + (360 * index) / count)})` }, child(index)),
  ).join("");
}

/** A star with `points` tips about the origin, one tip up. */
export function star(points: number, outer: number, inner: number, attributes: Attributes): string {
  const corners = Array.from({ length: points * 2 }, (_, index) =>
    polar(index % 2 === 0 ? outer : inner, (180 * index) / points),
  );
  return polygon(corners, attributes);
}

/** Straight and waving rays between two radii, taking turns. */
export function sunRays(count: number, inner: number, outer: number, fill: string): string {
  const half = (Math.PI * inner * 0.72) / count;
  const straight = path(`M${round(-half)} ${-inner}L0 ${-outer}L${round(half)} ${-inner}Z`, { fill });
  const bend = (outer - inner) / 3;
  const waving = path(
    `M${round(-half)} ${-inner}C${round(half * 1.2)} ${round(-inner - bend)} ${round(-half * 1.6)} ${round(-outer + bend)} 0 ${round(-outer)}C${round(half * 0.2)} ${round(-outer + bend)} ${round(half * 2.2)} ${round(-inner - bend)} ${round(half)} ${-inner}Z`,
    { fill },
  );
  return ring(count, (index) => (index % 2 === 0 ? straight : waving));
}

/** Straight spokes between two radii. */
export function spokes(count: number, inner: number, outer: number, attributes: Attributes): string {
  return ring(count, () => line([0, -inner], [0, -outer], attributes));
}

/** The figure eight lying on its side, `width` across, about the origin. */
export function lemniscate(width: number, attributes: Attributes): string {
  const w = width / 2;
  const h = round(w * 0.62);
  return path(
    `M0 0C${round(w * 0.45)} ${-h} ${w} ${-h} ${w} 0C${w} ${h} ${round(w * 0.45)} ${h} 0 0C${round(-w * 0.45)} ${-h} ${-w} ${-h} ${-w} 0C${-w} ${h} ${round(-w * 0.45)} ${h} 0 0Z`,
    { fill: "none", ...attributes },
  );
}

/** A flower of `petals` about the origin. */
export function flower(petals: number, radius: number, fill: string, heart: string): string {
  const r = round(radius);
  const petal = path(
    `M0 0C${round(-r * 0.5)} ${round(-r * 0.4)} ${round(-r * 0.42)} ${-r} 0 ${-r}C${round(r * 0.42)} ${-r} ${round(r * 0.5)} ${round(-r * 0.4)} 0 0Z`,
    { fill, stroke: heart, "stroke-width": round(r * 0.05) },
  );
  return ring(petals, () => petal) + circle(0, 0, r * 0.28, { fill: heart });
}

/** A cloud about 120 wide standing on y = 0. */
export function cloud(fill: string): string {
  return path("M-58 0C-70 -22 -48 -38 -32 -32C-30 -56 6 -62 14 -40C30 -54 58 -40 48 -22C66 -20 66 0 54 0Z", {
    fill,
  });
}
