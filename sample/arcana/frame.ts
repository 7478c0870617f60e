import { letter } from "../draw/lettering.js";
import { star } from "../draw/shapes.js";
import { circle, clip, group, mirror, path, pen, place, rect, svgDocument } from "../draw/svg.js";
import { PAINT } from "./motifs.js";

/** A tarot card as an SVG of 512 × 896. `picture` is drawn about the middle of a panel of 424 × 662. */
export function tarotCard(numeral: string, title: string, sky: string, picture: string): string {
  return svgDocument(
    512,
    896,
    rect(0, 0, 512, 896, { fill: PAINT.night }),
    rect(12, 12, 488, 872, { fill: "none", stroke: PAINT.gold, "stroke-width": 3, rx: 22 }),
    rect(22, 22, 468, 852, { fill: "none", stroke: PAINT.gold, "stroke-width": 1.5, rx: 16 }),
    place(
      256,
      441,
      {},
      clip("panel", archedPanel("#000"), rect(-212, -331, 424, 662, { fill: sky }), picture),
      archedPanel("none"),
    ),
    place(256, 441, {}, drawCorners()),
    drawNumeral(numeral),
    drawTitle(title),
  );
}

function archedPanel(fill: string): string {
  return path("M-212 331V-291C-150 -291 -130 -331 -70 -331H70C130 -331 150 -291 212 -291V331Z", {
    fill,
    stroke: PAINT.gold,
    "stroke-width": 4,
  });
}

function drawCorners(): string {
  const scroll = path("M206 -306C182 -306 166 -318 150 -338", pen(PAINT.gold, 3));
  return mirror(group({}, scroll, place(196, -330, {}, star(8, 13, 5, { fill: PAINT.gold }))));
}

function drawNumeral(numeral: string): string {
  const plate = path("M-62 0L-44 -28H44L62 0L44 28H-44Z", {
    fill: PAINT.night,
    stroke: PAINT.gold,
    "stroke-width": 3,
  });
  return place(
    256,
    72,
    {},
    plate,
    letter(numeral, { size: 28, colour: PAINT.gold, weight: 11, maxWidth: 84 }),
  );
}

function drawTitle(title: string): string {
  const plate = path(
    "M-212 0C-204 -10 -204 -22 -208 -34H208C204 -22 204 -10 212 0C204 10 204 22 208 34H-208C-204 22 -204 10 -212 0Z",
    {
      fill: PAINT.cream,
      stroke: PAINT.gold,
      "stroke-width": 3,
    },
  );
  const dots = [-186, 186].map((x) => circle(x, 0, 5, { fill: PAINT.red }));
  const text = letter(title, { size: 30, colour: PAINT.night, weight: 12, spacing: 30, maxWidth: 330 });
  return place(256, 822, {}, plate, ...dots, text);
}
