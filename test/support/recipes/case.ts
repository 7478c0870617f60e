import type { Json } from "../../../src/model/json.js";

/** A picture as a program writes it, and what its manifest entry must say: `null` for a fact that must be absent. */
export interface RecipeCase {
  readonly name: string;
  /** With the extension of its format. */
  readonly file: string;
  readonly picture: Buffer;
  /** A file beside it, by its extension: `txt` or `json`. */
  readonly beside?: { readonly extension: string; readonly text: string };
  readonly expected: Expected;
}

export type Expected = { readonly [fact: string]: Json };
