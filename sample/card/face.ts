import { letter } from "../draw/lettering.js";
import { ring } from "../draw/shapes.js";
import { circle, group, line, path, place, rect } from "../draw/svg.js";
import { courtFigure } from "./court.js";
import { pipGrid } from "./pips.js";
import { isRed, type Suit, suitSign } from "./suits.js";
import type { DeckTheme } from "./theme.js";

const NUMBERS = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
const COURT = ["Jack", "Queen", "King"];

/** The printed face of a card, 300 × 428 about the origin: paper, two indices, and pips or a figure. */
export function cardFace(value: string, suit: Suit, theme: DeckTheme): string {
  const ink = isRed(suit) ? theme.red : theme.black;
  const index = place(-126, -180, {}, drawIndex(value, suit, ink));
  return group(
    {},
    drawPaper(theme),
    drawMiddle(value, suit, theme, ink),
    index,
    group({ transform: "rotate(180)" }, index),
  );
}

function drawPaper(theme: DeckTheme): string {
  const shadow = rect(-146, -206, 300, 428, { rx: 20, fill: "#000", "fill-opacity": 0.35 });
  const sheet = rect(-150, -214, 300, 428, {
    rx: 18,
    fill: theme.paper,
    stroke: theme.edge,
    "stroke-width": 3,
  });
  return shadow + sheet;
}

function drawMiddle(value: string, suit: Suit, theme: DeckTheme, ink: string): string {
  if (COURT.includes(value)) return courtFigure(value, suit, theme);
  if (value === "Ace") return drawAce(suit, theme, ink);
  return pipGrid(suit, NUMBERS.indexOf(value) + 2, ink);
}

function drawAce(suit: Suit, theme: DeckTheme, ink: string): string {
  const rays = ring(24, (ray) =>
    line([0, -104], [0, ray % 2 === 0 ? -130 : -118], {
      stroke: theme.gold,
      "stroke-width": 3,
      "stroke-linecap": "round",
    }),
  );
  const rim = circle(0, 0, 97, { fill: "none", stroke: theme.gold, "stroke-width": 2 });
  const keyhole = path("M0 -13A9 9 0 0 1 5 3L9 22H-9L-5 3A9 9 0 0 1 0 -13Z", { fill: theme.paper });
  return group(
    {},
    rays,
    rim,
    place(0, 0, { scale: 1.5 }, suitSign(suit, ink)),
    suit === "Spades"
      ? place(0, 6, { scale: 1.1 }, keyhole)
      : place(0, 0, { scale: 0.42 }, suitSign(suit, theme.gold)),
  );
}

function drawIndex(value: string, suit: Suit, ink: string): string {
  const number = NUMBERS.indexOf(value);
  const text = number < 0 ? value.charAt(0) : String(number + 2);
  return (
    letter(text, { size: 30, colour: ink, weight: 16, maxWidth: 30 }) +
    place(0, 36, { scale: 0.28 }, suitSign(suit, ink))
  );
}
