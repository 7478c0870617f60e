export const NEWLINE = 0x0a;
/** Stands before a line break only: other texts are not read. */
export const RETURN = 0x0d;
export const BLANK = 0x20;
export const HASH = 0x23;
export const DASH = 0x2d;
export const COLON = 0x3a;
export const APOSTROPHE = 0x27;

/** V8 copies what is shorter. */
const SHORTEST_PIECE = 13;

/** Is told where things stand, in the order in which they are read. */
export interface Trace {
  key(name: string, start: number, end: number): void;
  scalar(start: number, end: number): void;
  open(start: number): void;
  close(end: number): void;
}

/** A text that is being read, and how far. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** Blanks before the first content of the present line; -1 at the end of the text. */
  indent: number;
  /** Offset behind the last line that had content. */
  end: number;
  /** True as long as all that was read has the form that our writers give it. */
  canonical: boolean;
  /** Takes the places of what is read, when they are wanted. */
  readonly trace: Trace | undefined;
  /** Keys read so far, by hash: the same few stand in every entry, and making texts of them anew costs most. */
  readonly keys: string[];
  /** The same of words inside brackets, such as labels. */
  readonly words: string[];
  /** False once blanks inside brackets were others than `{ a: b, c: d }` and `[a, b]` have. */
  isSpaced: boolean;
}

/** A cursor at an offset of a text. */
export function openCursor(text: string, at: number, trace?: Trace): Cursor {
  return { text, at, indent: 0, end: 0, canonical: true, trace, keys: [], words: [], isSpaced: true };
}

/** Notes a key that was read from an offset on. */
export function noteKey(cursor: Cursor, key: string, start: number): void {
  if (cursor.text.charCodeAt(start) === APOSTROPHE) cursor.canonical = false;
  cursor.trace?.key(key, start, cursor.at);
}

/** The offset at which the line ends that an offset stands in. */
export function lineEndOf(text: string, at: number): number {
  const next = text.indexOf("\n", at);
  if (next < 0) return text.length;
  return text.charCodeAt(next - 1) === RETURN ? next - 1 : next;
}

/** A piece of a text in memory of its own: a mere slice would keep the whole text for as long as it lives. */
export function copy(text: string, start: number, end: number): string {
  if (end - start < SHORTEST_PIECE) return text.slice(start, end);
  return [text.slice(start, start + 1), text.slice(start + 1, end)].join("");
}

/** The offset before the blanks that end at another one. */
export function skipBack(text: string, end: number): number {
  let start = end;
  while (text.charCodeAt(start - 1) === BLANK) start--;
  return start;
}

/** Goes past blanks; the number of them. */
export function skipBlanks(cursor: Cursor): number {
  const start = cursor.at;
  while (cursor.text.charCodeAt(cursor.at) === BLANK) cursor.at++;
  return cursor.at - start;
}
