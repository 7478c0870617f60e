import type { Json } from "../../model/json.js";
import {
  addMember,
  BLANK,
  COLON,
  type Cursor,
  DASH,
  DEEPEST_CANONICAL,
  HASH,
  isBracket,
  NEWLINE,
  openCursor,
  readKey,
  readLineValue,
  type Trace,
} from "./canonical-line.js";

/** What a canonical text holds: `start` and `entries` are offsets as in {@link readYaml}. */
export interface CanonicalContent {
  readonly value: Json;
  readonly start: number;
  readonly entries: readonly number[];
  /** True when all blanks are those of `key: value`, `{ a: b }` and `[a, b]`. */
  readonly isSpaced: boolean;
}

const NOT_SIMPLE = /[^\n -~]/;
/** Characters that YAML forbids, takes for line breaks or that are half a character. */
const NOT_CANONICAL = /[\0-\t\v-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]/u;
const LONGEST_KEY = 1024;

/**
 * Reads YAML in the form that our writers give it: lines of `key: value` two blanks deeper each, lists of such lines,
 * everything else on one line, comments. Undefined for whatever is not of that form or has any
 * fault. A result is what the YAML reader gives, without its cost. `trace` is told where things stand.
 */
export function readCanonical(text: string, trace?: Trace): CanonicalContent | undefined {
  if (NOT_SIMPLE.test(text) && NOT_CANONICAL.test(text)) return undefined;
  const cursor = openCursor(text, 0, trace);
  if (!goToContent(cursor) || cursor.indent !== 0) return undefined;
  const start = cursor.at;
  const entries: number[] = [];
  const value = readMap(cursor, 0, 0, entries);
  if (value === undefined || cursor.indent >= 0) return undefined;
  return { value, start, entries, isSpaced: cursor.isSpaced };
}

/** Reads a collection again of a text that is canonical: the one that starts at an offset. */
export function readCollection(text: string, start: number, trace: Trace): void {
  const cursor = openCursor(text, start, trace);
  cursor.indent = start - (text.lastIndexOf("\n", start) + 1);
  if (isBracket(text.charCodeAt(start))) readLineValue(cursor, 0);
  else if (isItem(cursor)) readList(cursor, cursor.indent, 0);
  else readMap(cursor, cursor.indent, 0);
}

/**
 * Reads the keys of a mapping, the cursor at the first; it ends at the first line that stands further left. `starts`
 * takes the offsets of the items of its `images`.
 */
function readMap(cursor: Cursor, indent: number, depth: number, starts?: number[]): Json | undefined {
  if (depth > DEEPEST_CANONICAL) return undefined;
  const result: Record<string, Json> = {};
  cursor.trace?.open(cursor.at);
  do {
    const start = cursor.at;
    const key = readKey(cursor);
    if (key === undefined || !isKeyEnd(cursor) || cursor.at - start > LONGEST_KEY) return undefined;
    cursor.trace?.key(key, start, cursor.at);
    cursor.at++;
    const value = readMember(cursor, indent, depth + 1, key === "images" ? starts : undefined);
    if (value === undefined || !addMember(result, key, value)) return undefined;
  } while (cursor.indent === indent);
  cursor.trace?.close(cursor.end);
  return cursor.indent < indent ? result : undefined;
}

/** Reads what stands behind a colon, or on the lines below it. */
function readMember(cursor: Cursor, indent: number, depth: number, starts?: number[]): Json | undefined {
  if (!isLineEnd(cursor)) {
    cursor.at++;
    return readLast(cursor, depth, starts);
  }
  const inner = indent + 2;
  if (!goToNextLine(cursor) || cursor.indent !== inner) return undefined;
  return isItem(cursor) ? readList(cursor, inner, depth, starts) : readMap(cursor, inner, depth);
}

function readList(cursor: Cursor, indent: number, depth: number, starts?: number[]): Json | undefined {
  if (depth > DEEPEST_CANONICAL) return undefined;
  const items: Json[] = [];
  cursor.trace?.open(cursor.at);
  do {
    if (!isItem(cursor)) return undefined;
    cursor.at += 2;
    starts?.push(cursor.at);
    const item = isKeyAhead(cursor) ? readMap(cursor, indent + 2, depth + 1) : readLast(cursor, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
  } while (cursor.indent === indent);
  cursor.trace?.close(cursor.end);
  return cursor.indent < indent ? items : undefined;
}

/** Reads the last value of a line and goes on to the next. */
function readLast(cursor: Cursor, depth: number, starts?: number[]): Json | undefined {
  const value = readLineValue(cursor, depth, starts);
  return value !== undefined && goToNextLine(cursor) ? value : undefined;
}

/** Goes from the end of a line to the next content, past empty lines and comments; false where that is not canonical. */
function goToNextLine(cursor: Cursor): boolean {
  if (!isLineEnd(cursor)) return false;
  const next = cursor.text.indexOf("\n", cursor.at);
  cursor.at = next < 0 ? cursor.text.length : next + 1;
  cursor.end = cursor.at;
  return goToContent(cursor);
}

/** True where nothing follows on the line, or only a comment behind a blank. */
function isLineEnd({ text, at }: Cursor): boolean {
  if (at === text.length || text.charCodeAt(at) === NEWLINE) return true;
  let end = at;
  while (text.charCodeAt(end) === BLANK) end++;
  return end > at && text.charCodeAt(end) === HASH;
}

function goToContent(cursor: Cursor): boolean {
  const { text } = cursor;
  let at = cursor.at;
  while (at < text.length) {
    const line = at;
    while (text.charCodeAt(at) === BLANK) at++;
    const code = text.charCodeAt(at);
    if (code !== NEWLINE && code !== HASH) {
      cursor.at = at;
      cursor.indent = at - line;
      // Blanks alone make no line of ours.
      return at < text.length;
    }
    if (code === NEWLINE && at > line) return false;
    const end = text.indexOf("\n", at);
    at = end < 0 ? text.length : end + 1;
  }
  cursor.at = text.length;
  cursor.indent = -1;
  return true;
}

function isItem({ text, at }: Cursor): boolean {
  return text.charCodeAt(at) === DASH && text.charCodeAt(at + 1) === BLANK;
}

function isKeyAhead(cursor: Cursor): boolean {
  const start = cursor.at;
  const found = readKey(cursor) !== undefined && isKeyEnd(cursor);
  cursor.at = start;
  return found;
}

/** True at a colon that ends a key. */
function isKeyEnd({ text, at }: Cursor): boolean {
  if (text.charCodeAt(at) !== COLON) return false;
  const next = text.charCodeAt(at + 1);
  return next === BLANK || next === NEWLINE;
}
