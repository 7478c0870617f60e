import * as completions from "./completions.js";
import * as endings from "./endings.js";
import { tarotCard } from "./frame.js";
import * as lights from "./lights.js";
import * as rulers from "./rulers.js";
import * as seekers from "./seekers.js";
import * as turnings from "./turnings.js";
import * as unions from "./unions.js";

/** Each trump's sky and picture. */
const TRUMPS: { readonly [name: string]: { readonly sky: string; readonly draw: () => string } } = {
  "The Fool": { sky: "#f0d27a", draw: seekers.drawFool },
  "The Magician": { sky: "#e9c46a", draw: seekers.drawMagician },
  "The High Priestess": { sky: "#24436b", draw: rulers.drawHighPriestess },
  "The Empress": { sky: "#f3e2a9", draw: rulers.drawEmpress },
  "The Emperor": { sky: "#e7a45c", draw: rulers.drawEmperor },
  "The Hierophant": { sky: "#c7ccd8", draw: rulers.drawHierophant },
  "The Lovers": { sky: "#a9d3ea", draw: unions.drawLovers },
  "The Chariot": { sky: "#f2d98d", draw: turnings.drawChariot },
  Strength: { sky: "#f4e3a0", draw: unions.drawStrength },
  "The Hermit": { sky: "#2b3f63", draw: seekers.drawHermit },
  "Wheel of Fortune": { sky: "#7fb0d6", draw: turnings.drawWheel },
  Justice: { sky: "#5b3a74", draw: unions.drawJustice },
  "The Hanged Man": { sky: "#b9d2dd", draw: seekers.drawHangedMan },
  Death: { sky: "#6d6f96", draw: endings.drawDeath },
  Temperance: { sky: "#f3d7a4", draw: unions.drawTemperance },
  "The Devil": { sky: "#1d1420", draw: endings.drawDevil },
  "The Tower": { sky: "#20203a", draw: endings.drawTower },
  "The Star": { sky: "#274b82", draw: lights.drawStar },
  "The Moon": { sky: "#1f2f57", draw: lights.drawMoon },
  "The Sun": { sky: "#8ccbe8", draw: lights.drawSun },
  Judgement: { sky: "#b9d8e8", draw: completions.drawJudgement },
  "The World": { sky: "#3d6ea8", draw: completions.drawWorld },
};

/** One of the Major Arcana as an SVG of 512 × 896. Throws for a name that is none of them. */
export function drawTrump(name: string, numeral: string): string {
  const trump = TRUMPS[name];
  if (trump === undefined) throw new Error(`${name} is not one of the Major Arcana.`);
  return tarotCard(numeral, name, trump.sky, trump.draw());
}
