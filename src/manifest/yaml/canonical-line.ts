import type { Json } from "../../model/json.js";
import {
  APOSTROPHE,
  BLANK,
  COLON,
  type Cursor,
  copy,
  DASH,
  HASH,
  lineEndOf,
  NEWLINE,
  noteKey,
  RETURN,
  skipBack,
  skipBlanks,
} from "./canonical-cursor.js";
import { isDigit, readPlain, readTypedPlain } from "./canonical-plain.js";

const SLOTS = 512;
/** Collections inside one another; the general reader reports what is deeper. */
export const DEEPEST_CANONICAL = 100;

const QUOTE = 0x22;
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

/** Reads a key, plain or in quotes, up to its colon; undefined for others. */
export function readKey(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  const first = text.charCodeAt(at);
  if (isQuote(first)) {
    const key = first === QUOTE ? readQuoted(cursor) : readSingleQuoted(cursor);
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
  return isQuote(code) || isBracket(code);
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE;
}

/** True for the code of a bracket that begins a collection. */
export function isBracket(code: number): boolean {
  return code === OPEN_MAP || code === OPEN_LIST;
}

function readEnclosed(cursor: Cursor, depth: number, starts?: number[]): Json | undefined {
  const start = cursor.at;
  const code = cursor.text.charCodeAt(start);
  if (isQuote(code)) {
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
  return inner.includes("\\") ? readEscapes(cursor, text.slice(at, end + 1)) : inner;
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
function readEscapes(cursor: Cursor, quoted: string): string | undefined {
  const value = parseText(quoted) ?? readTypedEscapes(cursor, quoted.slice(1, -1));
  return value === undefined || ODD_TEXT.test(value) ? undefined : value;
}

function parseText(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g;
const ESCAPED: { readonly [letter: string]: string } = {
  ...{ n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", a: "\x07", e: "\x1b", v: "\v" },
  ...{ '"': '"', "/": "/", "\\": "\\", " ": " ", N: "\x85", _: "\xa0", L: "\u2028", P: "\u2029" },
};

function readTypedEscapes(cursor: Cursor, inner: string): string | undefined {
  cursor.canonical = false;
  let faulty = false;
  const value = inner.replace(ESCAPE, (_all, x?: string, u?: string, long?: string, letter = "") => {
    const point = Number.parseInt(x ?? u ?? long ?? "", 16);
    const text = Number.isNaN(point)
      ? ESCAPED[letter]
      : point > 0x10ffff
        ? undefined
        : String.fromCodePoint(point);
    faulty ||= text === undefined;
    return text ?? "";
  });
  return faulty ? undefined : value;
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
    if (takeLoose(cursor, CLOSE_LIST)) return items;
  }
}

function readFlowMap(cursor: Cursor, depth: number): Json | undefined {
  const { text } = cursor;
  const result: Record<string, Json> = {};
  cursor.at++;
  const blanks = skipBlanks(cursor);
  if (take(cursor, CLOSE_MAP)) return result;
  cursor.isSpaced &&= blanks === 1;
  for (;;) {
    const start = cursor.at;
    const key = readKey(cursor);
    if (key === undefined) return undefined;
    noteKey(cursor, key, start);
    if (!take(cursor, COLON)) return undefined;
    if (!take(cursor, BLANK)) {
      // As JSON is often written.
      if (!isQuote(text.charCodeAt(start))) return undefined;
      cursor.canonical = false;
    }
    const more = skipBlanks(cursor);
    cursor.isSpaced &&= more === 0;
    const value = readFlowValue(cursor, depth + 1);
    if (value === undefined || !addMember(result, key, value)) return undefined;
    goToIndicator(cursor, 1);
    if (take(cursor, CLOSE_MAP)) return result;
    if (!goPastComma(cursor)) return undefined;
    if (takeLoose(cursor, CLOSE_MAP)) return result;
  }
}

function readFlowValue(cursor: Cursor, depth: number): Json | undefined {
  if (isOpening(cursor.text.charCodeAt(cursor.at))) return readEnclosed(cursor, depth);
  const { text, at } = cursor;
  let end = at;
  let hash = 0;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === NEWLINE || code === RETURN || isIndicator(code)) break;
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
  const value = readScalar(cursor, copy(text, at, end));
  if (typeof value === "string") cursor.words[slot] = value;
  return value;
}

/** A text met before, when it is the one between two offsets. */
function recall(known: string | undefined, text: string, start: number, end: number): string | undefined {
  return known?.length === end - start && text.startsWith(known, start) ? known : undefined;
}

function readBlockPlain(cursor: Cursor): Json | undefined {
  const { text, at } = cursor;
  const plain = copy(text, at, lineEndOf(text, at));
  const comment = plain.indexOf(" #");
  const end = skipBack(plain, comment < 0 ? plain.length : comment);
  const value = end === plain.length ? plain : plain.slice(0, end);
  cursor.at = at + end;
  return value.includes(": ") ? undefined : readScalar(cursor, value);
}

function readScalar(cursor: Cursor, plain: string): Json | undefined {
  const value = readPlain(plain);
  if (value !== undefined) return value;
  cursor.canonical = false;
  return readTypedPlain(plain);
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

/** A bracket after a comma. */
function takeLoose(cursor: Cursor, code: number): boolean {
  if (!take(cursor, code)) return false;
  cursor.canonical = false;
  return true;
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
