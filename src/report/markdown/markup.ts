import type { Style } from "../text/style.js";

/**
 * Where an addition or removal begins and ends in a painted text. Everything that comes from a plan had its control
 * characters written out before, so that these can only come from a formatter.
 */
const ADDED = ["\u0001", "\u0002"] as const;
const REMOVED = ["\u0003", "\u0004"] as const;

const TAGS: { readonly [mark: string]: string } = {
  [ADDED[0]]: "<ins>",
  [ADDED[1]]: "</ins>",
  [REMOVED[0]]: "<del>",
  [REMOVED[1]]: "</del>",
};
const WORD_MARKS = /\u0003\[-([^\u0003\u0004]*)-\]\u0004|\u0001\{\+([^\u0001\u0002]*)\+\}\u0002/g;
/** All but letters, digits and harmless marks; a dot after a "w" may begin a link to www. */
const ACTIVE_IN_MARKDOWN = /(?<=w)\.|[^\p{L}\p{N} ,;./…\u0001-\u0004-]/giu;
/** Characters besides letters that HTML text may contain unescaped. */
const PLAIN_IN_HTML = /[&<>"'\p{Cc}\p{Cs}]/gu;

/** The style whose texts {@link markUp} turns into HTML. `width`: characters to shorten values to. */
export function createMarkupStyle(verbose: boolean, width: number): Style {
  const same = (text: string) => text;
  const add = (text: string) => ADDED[0] + text + ADDED[1];
  const remove = (text: string) => REMOVED[0] + text + REMOVED[1];
  const paint = { add, remove, change: same, move: same, alert: same, strong: same, faint: same };
  return { paint, verbose, width, hint: same };
}

/**
 * A painted text as HTML in which `escapeText` took the meaning of every character of the plan: additions become `ins`,
 * removals `del`, always balanced.
 */
export function markUp(text: string, escapeText: (text: string) => string): string {
  const words = text.replace(WORD_MARKS, (_all, removed?: string, added?: string) =>
    removed === undefined ? ADDED[0] + added + ADDED[1] : REMOVED[0] + removed + REMOVED[1],
  );
  return escapeText(words).replace(/[\u0001-\u0004]/g, (mark) => TAGS[mark] as string);
}

/**
 * Escapes for HTML inside Markdown: every character but letters, digits, blanks and a few marks, so that neither HTML nor
 * Markdown nor GitHub's links see anything to act on.
 */
export function escapeForMarkdown(text: string): string {
  return text.replace(ACTIVE_IN_MARKDOWN, (character) => `&#${character.codePointAt(0)};`);
}

/** Escapes for text and quoted attributes of HTML. Marks of additions and removals stay. */
export function escapeHtml(text: string): string {
  return text.replace(PLAIN_IN_HTML, (character) =>
    /[\u0001-\u0004]/.test(character) ? character : `&#${character.codePointAt(0)};`,
  );
}
