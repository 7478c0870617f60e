import type { Json } from "../../model/json.js";
import { isBlockText, readBlockText } from "./canonical-block.js";
import {
  BLANK,
  COLON,
  type Cursor,
  DASH,
  HASH,
  NEWLINE,
  noteKey,
  openCursor,
  RETURN,
  skipBlanks,
  type Trace,
} from "./canonical-cursor.js";
import { addMember, DEEPEST_CANONICAL, isBracket, readKey, readLineValue } from "./canonical-line.js";

/** What a text holds: `start` and `entries` are offsets as in {@link readYaml}. */
export interface CanonicalContent {
  readonly value: Json;
  readonly start: number;
  readonly entries: readonly number[];
  /** True when the text has the form that our writers give it. */
  readonly canonical: boolean;
  /** True when besides all blanks are those of `key: value`, `{ a: b }` and `[a, b]`. */
  readonly isSpaced: boolean;
}

const NOT_SIMPLE = /[^\n -~]/;
/** Characters that YAML forbids, takes for line breaks or that are half a character. */
const NOT_READ = /[\0-\t\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]|\r(?!\n)/u;
const LONGEST_KEY = 1024;

/**
 * Reads YAML as our writers and people commonly write it: lines of `key: value`, lists of such lines, literal and folded
 * texts, everything else on one line, comments. Undefined for whatever is not of that form or has any fault. A result is
 * what the YAML reader gives, without its cost. `trace` is told where things stand.
 */
export function readCanonical(text: string, trace?: Trace): CanonicalContent | undefined {
  if (NOT_SIMPLE.test(text) && NOT_READ.test(text)) return undefined;
  const cursor = openCursor(text, 0, trace);
  cursor.canonical = !text.includes("\r");
  if (!goToContent(cursor) || !skipDocumentStart(cursor) || cursor.indent < 0) return undefined;
  if (cursor.indent > 0) cursor.canonical = false;
  const start = cursor.at;
  const entries: number[] = [];
  const value = readMap(cursor, cursor.indent, 0, entries);
  if (value === undefined || cursor.indent >= 0) return undefined;
  const { canonical, isSpaced } = cursor;
  return { value, start, entries, canonical, isSpaced: canonical && isSpaced };
}

/** Goes past the line that begins a document; false where there is more than `---` on it. */
function skipDocumentStart(cursor: Cursor): boolean {
  if (!cursor.text.startsWith("---", cursor.at)) return true;
  if (cursor.indent !== 0) return false;
  cursor.canonical = false;
  cursor.at += 3;
  return goToNextLine(cursor);
}

/** Reads a collection again of a text that was taken: the one that starts at an offset. */
export function readCollection(text: string, start: number, trace: Trace): void {
  const cursor = openCursor(text, start, trace);
  cursor.indent = start - (text.lastIndexOf("\n", start) + 1);
  if (isBracket(text.charCodeAt(start))) readLineValue(cursor, 0);
  else if (isItem(cursor)) readList(cursor, cursor.indent, 0, true);
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
    noteKey(cursor, key, start);
    cursor.at++;
    const value = readMember(cursor, indent, depth + 1, key === "images" ? starts : undefined);
    if (value === undefined || !addMember(result, key, value)) return undefined;
  } while (cursor.indent === indent);
  cursor.trace?.close(cursor.end);
  return cursor.indent < indent ? result : undefined;
}

/** Reads what stands behind a colon, or on the lines below it. */
function readMember(cursor: Cursor, indent: number, depth: number, starts?: number[]): Json | undefined {
  const end = cursor.at;
  if (!isLineEnd(cursor)) {
    cursor.at++;
    skipMoreBlanks(cursor);
    return isBlockText(cursor) ? readBlockMember(cursor, indent) : readLast(cursor, depth, starts);
  }
  if (!goToNextLine(cursor)) return undefined;
  const inner = cursor.indent;
  if (inner !== indent + 2) cursor.canonical = false;
  const ofList = inner >= indent && isItem(cursor);
  if (ofList) return readList(cursor, inner, depth, inner === indent, starts);
  if (inner > indent) return readMap(cursor, inner, depth);
  // Nothing stands below it.
  cursor.trace?.scalar(end, end);
  return null;
}

/** Reads a list, the cursor at its first dash. `shared`: the mapping around it stands at the same column. */
function readList(
  cursor: Cursor,
  indent: number,
  depth: number,
  shared: boolean,
  starts?: number[],
): Json | undefined {
  if (depth > DEEPEST_CANONICAL) return undefined;
  const items: Json[] = [];
  cursor.trace?.open(cursor.at);
  do {
    const item = readItem(cursor, indent, depth, starts);
    if (item === undefined) return undefined;
    items.push(item);
  } while (cursor.indent === indent && isItem(cursor));
  cursor.trace?.close(cursor.end);
  return cursor.indent < indent || (shared && cursor.indent === indent) ? items : undefined;
}

function readItem(cursor: Cursor, indent: number, depth: number, starts?: number[]): Json | undefined {
  const dash = cursor.at;
  cursor.at++;
  let inner: number;
  if (isLineEnd(cursor)) {
    cursor.canonical = false;
    if (!goToNextLine(cursor) || cursor.indent <= indent) return undefined;
    inner = cursor.indent;
  } else {
    cursor.at++;
    skipMoreBlanks(cursor);
    inner = indent + cursor.at - dash;
  }
  starts?.push(cursor.at);
  if (isKeyAhead(cursor)) return readMap(cursor, inner, depth + 1);
  return isBlockText(cursor) ? readBlockMember(cursor, indent) : readLast(cursor, depth + 1);
}

/** Goes past blanks where one is canonical. */
function skipMoreBlanks(cursor: Cursor): void {
  if (cursor.text.charCodeAt(cursor.at) !== BLANK) return;
  cursor.canonical = false;
  skipBlanks(cursor);
}

function readBlockMember(cursor: Cursor, indent: number): string | undefined {
  const value = readBlockText(cursor, indent);
  return value !== undefined && goToContent(cursor) ? value : undefined;
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
function isLineEnd(cursor: Cursor): boolean {
  const { text, at } = cursor;
  if (isBreak(text.charCodeAt(at))) return true;
  let end = at;
  while (text.charCodeAt(end) === BLANK) end++;
  if (end === at) return false;
  if (text.charCodeAt(end) === HASH) return true;
  if (!isBreak(text.charCodeAt(end))) return false;
  cursor.canonical = false;
  return true;
}

/** True at the end of a line or of the text. */
function isBreak(code: number): boolean {
  return code === NEWLINE || code === RETURN || Number.isNaN(code);
}

function goToContent(cursor: Cursor): boolean {
  const { text } = cursor;
  let at = cursor.at;
  while (at < text.length) {
    const line = at;
    while (text.charCodeAt(at) === BLANK) at++;
    const code = text.charCodeAt(at);
    if (!isBreak(code) && code !== HASH) {
      cursor.at = at;
      cursor.indent = at - line;
      return true;
    }
    // Blanks alone make no line of ours.
    if (code !== HASH && at > line) cursor.canonical = false;
    const end = text.indexOf("\n", at);
    at = end < 0 ? text.length : end + 1;
  }
  cursor.at = text.length;
  cursor.indent = -1;
  return true;
}

function isItem({ text, at }: Cursor): boolean {
  if (text.charCodeAt(at) !== DASH) return false;
  const next = text.charCodeAt(at + 1);
  return next === BLANK || isBreak(next);
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
  return next === BLANK || isBreak(next);
}
