import type { Json } from "../../model/json.js";
import { isDigit, readPlain } from "./canonical-plain.js";

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
  return { text, at, indent: 0, end: 0, trace, keys: [], words: [], isSpaced: true };
}

const SLOTS = 512;
/** V8 copies what is shorter. */
const SHORTEST_PIECE = 13;

/** Collections inside one another; the general reader reports what is deeper. */
export const DEEPEST_CANONICAL = 100;

export const NEWLINE = 0x0a;
export const BLANK = 0x20;
export const HASH = 0x23;
export const DASH = 0x2d;
export const COLON = 0x3a;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d];

const ODD_TEXT = /[\0\p{Surrogate}]/u;
const PLAIN_KEY = /^[A-Za-z_]/;
/** What YAML takes for null, and what JavaScript takes for a setter. */
const NO_KEY = /^(?:null|Null|NULL|__proto__)$/;

/**
 * Reads a value that is the last of its line, the cursor at its first character; undefined for what is not canonical.
 * The caller checks that the line ends there. `starts` takes the offsets of the items of a list.
 */
export function readLineValue(cursor: Cursor, depth: number, starts?: number[]): Json | undefined {
  if (isOpening(cursor.text.charCodeAt(cursor.at))) return readEnclosed(cursor, depth, starts);
  const start = cursor.at;
  const value = readBlockPlain(cursor);
  cursor.trace?.scalar(start, cursor.at);
  return value;
}

/** Reads a key, plain or as JSON text, up to its colon; undefined for others. */
export function readKey(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  if (text.charCodeAt(at) === QUOTE) {
    const key = readQuoted(cursor);
    return key === "__proto__" ? undefined : key;
  }
  let end = at;
  let hash = 0;
  for (let code = text.charCodeAt(end); isKeyCharacter(code); code = text.charCodeAt(++end))
    hash = (hash * 31 + code) | 0;
  const slot = hash & (SLOTS - 1);
  cursor.at = end;
  const known = recall(cursor.keys[slot], text, at, end);
  if (known !== undefined) return known;
  const key = text.slice(at, end);
  if (!PLAIN_KEY.test(key) || NO_KEY.test(key)) return undefined;
  cursor.keys[slot] = key;
  return key;
}

/** Stores a value under a key that is new; false when it stands there already. */
export function addMember(target: Record<string, Json>, key: string, value: Json): boolean {
  if (target[key] !== undefined && Object.hasOwn(target, key)) return false;
  target[key] = value;
  return true;
}

function isOpening(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE || isBracket(code);
}

/** True for the code of a bracket that begins a collection. */
export function isBracket(code: number): boolean {
  return code === OPEN_MAP || code === OPEN_LIST;
}

function readEnclosed(cursor: Cursor, depth: number, starts?: number[]): Json | undefined {
  const start = cursor.at;
  const code = cursor.text.charCodeAt(start);
  if (code === QUOTE || code === APOSTROPHE) {
    const text = code === QUOTE ? readQuoted(cursor) : readSingleQuoted(cursor);
    cursor.trace?.scalar(start, cursor.at);
    return text;
  }
  if (depth > DEEPEST_CANONICAL) return undefined;
  cursor.trace?.open(start);
  const value = code === OPEN_MAP ? readFlowMap(cursor, depth) : readFlowList(cursor, depth, starts);
  cursor.trace?.close(cursor.at);
  return value;
}

function readQuoted(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  let end = text.indexOf('"', at + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end < 0) return undefined;
  cursor.at = end + 1;
  const inner = copy(text, at + 1, end);
  if (inner.includes("\n")) return undefined;
  return inner.includes("\\") ? readEscapes(text.slice(at, end + 1)) : inner;
}

function readSingleQuoted(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  let end = text.indexOf("'", at + 1);
  while (end > 0 && text.charCodeAt(end + 1) === APOSTROPHE) end = text.indexOf("'", end + 2);
  if (end < 0) return undefined;
  cursor.at = end + 1;
  const inner = copy(text, at + 1, end);
  return inner.includes("\n") ? undefined : inner.split("''").join("'");
}

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === BACKSLASH) start--;
  return (at - start) % 2 === 1;
}

/** JSON's escapes are escapes of YAML; the others of YAML are not canonical. */
function readEscapes(quoted: string): string | undefined {
  try {
    const value = JSON.parse(quoted) as string;
    return ODD_TEXT.test(value) ? undefined : value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readFlowList(cursor: Cursor, depth: number, starts?: number[]): Json | undefined {
  const items: Json[] = [];
  cursor.at++;
  const blanks = skipBlanks(cursor);
  if (take(cursor, CLOSE_LIST)) return items;
  cursor.isSpaced &&= blanks === 0;
  for (;;) {
    starts?.push(cursor.at);
    const item = readFlowValue(cursor, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    goToIndicator(cursor, 0);
    if (take(cursor, CLOSE_LIST)) return items;
    if (!goPastComma(cursor)) return undefined;
  }
}

function readFlowMap(cursor: Cursor, depth: number): Json | undefined {
  const result: Record<string, Json> = {};
  cursor.at++;
  const blanks = skipBlanks(cursor);
  if (take(cursor, CLOSE_MAP)) return result;
  cursor.isSpaced &&= blanks === 1;
  for (;;) {
    const start = cursor.at;
    const key = readKey(cursor);
    if (key === undefined) return undefined;
    cursor.trace?.key(key, start, cursor.at);
    if (!take(cursor, COLON) || !take(cursor, BLANK)) return undefined;
    const more = skipBlanks(cursor);
    cursor.isSpaced &&= more === 0;
    const value = readFlowValue(cursor, depth + 1);
    if (value === undefined || !addMember(result, key, value)) return undefined;
    goToIndicator(cursor, 1);
    if (take(cursor, CLOSE_MAP)) return result;
    if (!goPastComma(cursor)) return undefined;
  }
}

function readFlowValue(cursor: Cursor, depth: number): Json | undefined {
  if (isOpening(cursor.text.charCodeAt(cursor.at))) return readEnclosed(cursor, depth);
  const { text, at } = cursor;
  let end = at;
  let hash = 0;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === NEWLINE || isIndicator(code)) break;
    if (code === COLON && text.charCodeAt(end + 1) === BLANK) return undefined;
    if (code === HASH && text.charCodeAt(end - 1) === BLANK) return undefined;
    if (code !== BLANK) hash = (hash * 31 + code) | 0;
  }
  cursor.at = end;
  end = skipBack(text, end);
  cursor.trace?.scalar(at, end);
  const slot = hash & (SLOTS - 1);
  const known = recall(cursor.words[slot], text, at, end);
  if (known !== undefined) return known;
  const value = readPlain(copy(text, at, end));
  if (typeof value === "string") cursor.words[slot] = value;
  return value;
}

/** A piece of a text in memory of its own: a mere slice would keep the whole text for as long as it lives. */
function copy(text: string, start: number, end: number): string {
  if (end - start < SHORTEST_PIECE) return text.slice(start, end);
  return [text.slice(start, start + 1), text.slice(start + 1, end)].join("");
}

/** A text met before, when it is the one between two offsets. */
function recall(known: string | undefined, text: string, start: number, end: number): string | undefined {
  return known?.length === end - start && text.startsWith(known, start) ? known : undefined;
}

function readBlockPlain(cursor: Cursor): Json | undefined {
  const { text, at } = cursor;
  const next = text.indexOf("\n", at);
  const plain = copy(text, at, next < 0 ? text.length : next);
  const comment = plain.indexOf(" #");
  const value = comment < 0 ? plain : plain.slice(0, skipBack(plain, comment));
  cursor.at = at + value.length;
  return value.includes(": ") ? undefined : readPlain(value);
}

function isIndicator(code: number): boolean {
  return (
    code === COMMA || code === CLOSE_LIST || code === CLOSE_MAP || code === OPEN_LIST || code === OPEN_MAP
  );
}

function isKeyCharacter(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || isDigit(code) || code === 0x5f || code === DASH || code === 0x2e;
}

function take(cursor: Cursor, code: number): boolean {
  if (cursor.text.charCodeAt(cursor.at) !== code) return false;
  cursor.at++;
  return true;
}

/** The offset before the blanks that end at another one. */
function skipBack(text: string, end: number): number {
  let start = end;
  while (text.charCodeAt(start - 1) === BLANK) start--;
  return start;
}

/** The number of blanks. */
function skipBlanks(cursor: Cursor): number {
  const start = cursor.at;
  while (cursor.text.charCodeAt(cursor.at) === BLANK) cursor.at++;
  return cursor.at - start;
}

/** Goes to the comma or bracket behind an item, which may have passed its blanks; `usual`: those before a bracket. */
function goToIndicator(cursor: Cursor, usual: number): void {
  skipBlanks(cursor);
  const { text, at } = cursor;
  const blanks = at - skipBack(text, at);
  cursor.isSpaced &&= blanks === (text.charCodeAt(at) === COMMA ? 0 : usual);
}

function goPastComma(cursor: Cursor): boolean {
  if (!take(cursor, COMMA)) return false;
  const blanks = skipBlanks(cursor);
  cursor.isSpaced &&= blanks === 1;
  return true;
}
