import { letter } from "../draw/lettering.js";
import { polar, ring } from "../draw/shapes.js";
import { circle, group, line, path, place, points, rect, svgDocument } from "../draw/svg.js";
import { between, type Dice, diceFor } from "../legacy/seeded.js";
import { constellation } from "./constellations.js";
import { SIGNS, signGlyph } from "./glyphs.js";

/** The colours of a star chart. */
export interface ChartTheme {
  readonly ground: string;
  readonly disc: string;
  readonly band: string;
  readonly ink: string;
  readonly faint: string;
  readonly stars: string;
}

/** Engraved brass over a night sky: the theme of the first run. */
export const BRASS: ChartTheme = {
  ground: "#14192e",
  disc: "#1d2a52",
  band: "#272041",
  ink: "#e3b75c",
  faint: "#8d7a52",
  stars: "#f4ead0",
};
/** Ink on parchment: the theme of the second run. */
export const PARCHMENT: ChartTheme = {
  ground: "#e6d3a6",
  disc: "#f5e9c8",
  band: "#d9bf86",
  ink: "#5a2b23",
  faint: "#b99a68",
  stars: "#2f4568",
};

const ELEMENTS: { readonly [element: string]: { readonly colour: string; readonly sign: string } } = {
  Fire: { colour: "#d9532c", sign: "M0 -24L24 20H-24Z" },
  Earth: { colour: "#5f8f4a", sign: "M0 24L24 -20H-24ZM-17 4H17" },
  Air: { colour: "#d8a52e", sign: "M0 -24L24 20H-24ZM-17 0H17" },
  Water: { colour: "#3a86b8", sign: "M0 24L24 -20H-24Z" },
};

/** A sign's emblem as an SVG of 512 × 512: its glyph and constellation inside the ring of the year. `name` seeds the sky. */
export function drawSign(sign: string, element: string, theme: ChartTheme, name: string): string {
  const mark = ELEMENTS[element] ?? { colour: theme.ink, sign: "" };
  return svgDocument(
    512,
    512,
    rect(0, 0, 512, 512, { fill: theme.ground }),
    rect(10, 10, 492, 492, { fill: "none", stroke: theme.ink, "stroke-width": 3, rx: 14 }),
    drawElements(mark, theme),
    place(
      256,
      256,
      {},
      drawBand(sign, theme, mark.colour),
      drawSky(theme, diceFor(name)),
      drawHeart(sign, theme, mark.colour),
    ),
  );
}

function drawElements(
  { colour, sign }: { readonly colour: string; readonly sign: string },
  theme: ChartTheme,
): string {
  const corner = group(
    {},
    circle(0, 0, 30, { fill: theme.band, stroke: theme.ink, "stroke-width": 2 }),
    path(sign, {
      fill: "none",
      stroke: colour,
      "stroke-width": 4.5,
      "stroke-linejoin": "round",
      transform: "scale(0.72)",
    }),
  );
  return points("52 52, 460 52, 52 460, 460 460")
    .map(([x, y]) => place(x as number, y as number, {}, corner))
    .join("");
}

function drawBand(sign: string, theme: ChartTheme, colour: string): string {
  const first = SIGNS.indexOf(sign);
  const rims = [236, 188].map((r) =>
    circle(0, 0, r, { fill: r === 236 ? theme.band : theme.disc, stroke: theme.ink, "stroke-width": 3 }),
  );
  const highlight = path("M-61 -228A236 236 0 0 1 61 -228L49 -181.6A188 188 0 0 0 -49 -181.6Z", {
    fill: colour,
    stroke: theme.ink,
    "stroke-width": 2,
  });
  const cells = ring(12, (index) => {
    const at = SIGNS[(first + index) % 12] as string;
    const colourOfGlyph = index === 0 ? "#fff6df" : theme.ink;
    return place(0, -212, { scale: 0.28 }, signGlyph(at, colourOfGlyph, index === 0 ? 13 : 10));
  });
  const borders = ring(12, () => line([0, -188], [0, -236], { stroke: theme.ink, "stroke-width": 2 }), 15);
  return group({}, ...rims, highlight, borders, cells);
}

function drawSky(theme: ChartTheme, dice: Dice): string {
  const degrees = ring(72, (index) =>
    line([0, -187], [0, index % 6 === 0 ? -172 : -180], { stroke: theme.ink, "stroke-width": 1.6 }),
  );
  const dust = Array.from({ length: 46 }, () => {
    const [x, y] = polar(166 * Math.sqrt(dice()), 360 * dice());
    return circle(x, y, between(dice, 0.8, 1.8), { fill: theme.faint });
  });
  return group({}, degrees, ...dust);
}

function drawHeart(sign: string, theme: ChartTheme, colour: string): string {
  const title = letter(sign, { size: 22, colour: theme.ink, weight: 13, spacing: 34, maxWidth: 200 });
  const ribbon = path("M-124 -20H124L110 0L124 20H-124L-110 0Z", {
    fill: theme.band,
    stroke: theme.ink,
    "stroke-width": 2.5,
  });
  const glyph = place(0, -22, { scale: 1.7 }, signGlyph(sign, colour, 9));
  const stars = place(0, -22, { scale: 1.26 }, constellation(sign, theme.stars, theme.ink));
  return group({}, glyph, stars, place(0, 136, {}, ribbon, title));
}
