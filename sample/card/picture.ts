import { place, svgDocument } from "../draw/svg.js";
import { diceFor } from "../legacy/seeded.js";
import { cardFace } from "./face.js";
import type { Suit } from "./suits.js";
import type { DeckTheme } from "./theme.js";

/** A card on its table as an SVG of 512 × 512. `name` seeds what differs from card to card. */
export function drawCard(value: string, suit: Suit, theme: DeckTheme, name: string): string {
  const dice = diceFor(name);
  return svgDocument(
    512,
    512,
    theme.backdrop(dice),
    place(256, 256, { scale: 1.08 }, cardFace(value, suit, theme)),
  );
}
