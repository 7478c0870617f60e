import { suitSign } from "../card/suits.js";
import { letter } from "../draw/lettering.js";
import { star } from "../draw/shapes.js";
import { circle, group, path, place, rect, svgDocument } from "../draw/svg.js";
import { type Dice, diceFor } from "../legacy/seeded.js";
import { drawFox } from "./fox.js";

/** How one LoRA renders the same prompt: its paints and what it puts around the picture. */
export interface Rendering {
  readonly sky: string;
  readonly moon: string;
  readonly hills: readonly [string, string];
  readonly fur: string;
  readonly line: string;
  readonly frames: readonly Frame[];
}

type Frame = "tarot" | "card" | "carnival";

/** A fox under a paper moon as an SVG of 512 × 720, the same scene in each rendering. */
export function drawFoxScene(rendering: Rendering): string {
  const { sky, moon, hills, fur, line, frames } = rendering;
  const scene = group(
    {},
    rect(0, 0, 512, 720, { fill: sky }),
    drawStars(diceFor("42"), moon),
    frames.includes("carnival") ? drawTent(fur, moon) : "",
    circle(256, 236, 112, { fill: moon }),
    circle(226, 214, 16, { fill: sky, "fill-opacity": 0.18 }) +
      circle(296, 268, 24, { fill: sky, "fill-opacity": 0.18 }),
    path("M0 520C120 450 210 540 320 500S460 460 512 500V720H0Z", { fill: hills[0] }),
    path("M0 600C140 550 300 620 512 570V720H0Z", { fill: hills[1] }),
    place(256, 590, { scale: 1.3 }, drawFox(fur, line)),
  );
  return svgDocument(512, 720, scene, ...frames.map((frame) => drawFrame(frame, line, moon)));
}

function drawStars(dice: Dice, fill: string): string {
  return Array.from({ length: 24 }, () =>
    place(512 * dice(), 420 * dice(), { scale: 0.5 + dice() }, star(4, 6, 2, { fill })),
  ).join("");
}

function drawTent(stripe: string, cloth: string): string {
  const panels = Array.from({ length: 8 }, (_, index) => {
    const left = index * 66 - 8;
    return path(`M256 20L${left} 430H${left + 66}Z`, {
      fill: index % 2 === 0 ? stripe : cloth,
      "fill-opacity": 0.5,
    });
  });
  const flag = path("M256 20V-20L300 -6L256 8Z", { fill: stripe });
  return group({}, ...panels, flag);
}

function drawFrame(frame: Frame, line: string, paper: string): string {
  if (frame === "tarot") {
    const border = rect(11, 11, 490, 698, { fill: "none", stroke: line, "stroke-width": 22 });
    const rule = rect(26, 26, 460, 668, { fill: "none", stroke: paper, "stroke-width": 3, rx: 14 });
    const plate = rect(86, 640, 340, 50, { fill: paper, stroke: line, "stroke-width": 3, rx: 8 });
    return group(
      {},
      border,
      rule,
      plate,
      place(256, 665, {}, letter("The Fox", { size: 24, colour: line, spacing: 40 })),
    );
  }
  if (frame === "carnival") {
    const bulbs = Array.from({ length: 15 }, (_, index) =>
      circle(16 + index * 34.3, 16, 9, { fill: index % 2 === 0 ? "#ffd86a" : "#fff4d0" }),
    );
    return group(
      {},
      rect(0, 0, 512, 32, { fill: line }),
      rect(0, 688, 512, 32, { fill: line }),
      ...bulbs,
      place(0, 688, {}, ...bulbs),
    );
  }
  const index = place(
    52,
    76,
    {},
    letter("K", { size: 40, colour: line, weight: 15 }),
    place(0, 52, { scale: 0.44 }, suitSign("Hearts", line)),
  );
  const border = rect(9, 9, 494, 702, { fill: "none", stroke: "#fbf6e6", "stroke-width": 18, rx: 26 });
  return group(
    {},
    border,
    rect(22, 36, 60, 118, { fill: "#fbf6e6", rx: 10 }),
    index,
    place(512, 720, { rotate: 180 }, rect(22, 36, 60, 118, { fill: "#fbf6e6", rx: 10 }), index),
  );
}
