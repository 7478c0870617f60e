import { svgDocument } from "../draw/svg.js";
import { type Dice, diceFor } from "../legacy/seeded.js";
import * as coasts from "./coasts.js";
import * as lands from "./lands.js";

const SCENES = {
  lighthouse: coasts.drawLighthouse,
  ship: coasts.drawSailingShip,
  fjord: coasts.drawFjord,
  volcano: coasts.drawVolcano,
  harbour: coasts.drawHarbourTown,
  lake: lands.drawMountainLake,
  dunes: lands.drawDunes,
  forest: lands.drawFoggyForest,
  city: lands.drawCityNight,
  windmill: lands.drawWindmill,
} satisfies { readonly [scene: string]: (dice: Dice) => string };

export type Scene = keyof typeof SCENES;

/** A landscape as an SVG of 512 × 512. */
export function drawScene(scene: Scene): string {
  return svgDocument(512, 512, SCENES[scene](diceFor(scene)));
}
