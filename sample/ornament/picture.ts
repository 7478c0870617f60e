import { place, rect, svgDocument } from "../draw/svg.js";
import * as more from "./more-patterns.js";
import type { Inks } from "./patterns.js";
import * as patterns from "./patterns.js";

const inks = (ground: string, first: string, second: string): Inks => ({ ground, first, second });

const ORNAMENTS = {
  Lattice: [patterns.drawLattice, inks("#f2e6cc", "#3f5f4f", "#b7352f")],
  Rosette: [patterns.drawRosette, inks("#23304f", "#d8a34a", "#a8453f")],
  Scales: [patterns.drawScales, inks("#eef0e0", "#2f7f86", "#1f5566")],
  Waves: [patterns.drawWaves, inks("#14304f", "#8fc4d0", "#e9d9a8")],
  Knot: [patterns.drawKnot, inks("#2c2a24", "#d0a94a", "#8f5f3a")],
  "Star Tiles": [patterns.drawStarTiles, inks("#f6efdc", "#1f5f8f", "#d9883a")],
  Herringbone: [more.drawHerringbone, inks("#e9dcc4", "#8a5a3c", "#b98a5c")],
  Meander: [more.drawMeander, inks("#e4d6b4", "#7a2f28", "#2b2b33")],
  Quatrefoil: [more.drawQuatrefoil, inks("#412a4a", "#c98aa0", "#f0d9c0")],
  Feathers: [more.drawFeathers, inks("#0f3a3a", "#2f8f7a", "#d8b04a")],
  Honeycomb: [more.drawHoneycomb, inks("#4a2f1c", "#e0a530", "#b87320")],
  Vines: [more.drawVines, inks("#f3ead6", "#3f6b3f", "#c2567a")],
} as const;

export type Ornament = keyof typeof ORNAMENTS;

/** The names of the studies in the order of the pack. */
export const ORNAMENT_NAMES = Object.keys(ORNAMENTS) as readonly Ornament[];

/** A pattern study as an SVG of 512 × 512, with the margin of a printed plate. */
export function drawOrnament(name: Ornament): string {
  const [draw, colours] = ORNAMENTS[name];
  const margin = rect(9, 9, 494, 494, { fill: "none", stroke: colours.ground, "stroke-width": 18 });
  const rule = rect(18, 18, 476, 476, { fill: "none", stroke: colours.first, "stroke-width": 3 });
  return svgDocument(
    512,
    512,
    rect(0, 0, 512, 512, { fill: colours.ground }),
    place(0, 0, {}, draw(colours)),
    margin,
    rule,
  );
}
