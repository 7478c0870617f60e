import type { Dice } from "../legacy/seeded.js";

/** The colours of a printed deck and the table it lies on (512 × 512, drawn anew for each card). */
export interface DeckTheme {
  readonly paper: string;
  readonly edge: string;
  readonly rule: string;
  readonly black: string;
  readonly red: string;
  readonly gold: string;
  readonly skin: string;
  readonly cloth: string;
  readonly backdrop: (dice: Dice) => string;
}
