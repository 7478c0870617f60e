import type { Diagnostic } from "../../model/diagnostic.js";
import { countUpTo } from "../../model/lists/count-up-to.js";

type Excerpt = NonNullable<Diagnostic["excerpt"]>;

/** Minified files have lines of megabytes: an excerpt carries no more than this, and none from farther on. */
const WIDEST_EXCERPT = 2_000;

/** The lines of a text. Offsets, lines and columns are UTF-16 code units; lines and columns count from 1. */
export interface Lines {
  readonly text: string;
  /** Line and column of an offset; one past the end is the end. */
  locate(offset: number): { readonly line: number; readonly column: number };
  /** Offset of the first character of a line; the end of the text for lines beyond it. */
  startOf(line: number): number;
  /** A line without its line break. */
  lineAt(line: number): string;
}

/** Indexes the lines of a text. */
export function indexLines(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const startOf = (line: number): number => starts[line - 1] ?? text.length;
  return {
    text,
    startOf,
    locate(offset) {
      const line = countUpTo(starts, Math.min(Math.max(offset, 0), text.length));
      return { line, column: Math.min(offset, text.length) - startOf(line) + 1 };
    },
    lineAt(line) {
      const end = line < starts.length ? startOf(line + 1) - 1 : text.length;
      return text.slice(startOf(line), end).replace(/\r$/, "");
    },
  };
}

/** The excerpt for a range that begins at `column` of a line; undefined far to the right of a very long line. */
export function makeExcerpt(lineText: string, column: number, length: number): Excerpt | undefined {
  if (column > WIDEST_EXCERPT) return undefined;
  const text = lineText.slice(0, WIDEST_EXCERPT);
  return { text, length: Math.max(1, Math.min(length, text.length - column + 1)) };
}
