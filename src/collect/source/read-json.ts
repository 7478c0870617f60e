import { parse } from "lossless-json";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { cleanText } from "./decode-text.js";

/** Manifests are read to a depth of 100, and metadata lies some levels down in them. */
const DEEPEST = 60;
const LONGEST_CAUSE = 200;

/** A JSON text, read without losing anything. */
export interface LosslessJson {
  readonly value: Json;
  /** Values that a later one of the same key replaced, in order. */
  readonly replaced: readonly { readonly key: string; readonly value: Json }[];
  /** NaN, Infinity and -Infinity stand in the value as text. */
  readonly notNumbers: boolean;
}

/**
 * Reads JSON. Numbers that a double can't hold exactly become text with all their digits; of a key that is there twice
 * the last value counts, as everywhere. Returns the reason as text when the text is not JSON or nested too deep.
 */
export function readJson(text: string): LosslessJson | string {
  const exact = parseExactly(text);
  if (exact !== undefined) return { value: exact, replaced: [], notNumbers: false };
  const replaced: { key: string; value: Json }[] = [];
  const source = /NaN|Infinity/.test(text) ? quoteNotNumbers(text) : text;
  try {
    const value = parse(source, undefined, {
      parseNumber: readNumber,
      onDuplicateKey: ({ key, oldValue, newValue }) => {
        replaced.push({ key, value: cleanJson(oldValue as Json) });
        return newValue;
      },
    });
    return { value: cleanJson(value as Json), replaced, notNumbers: source !== text };
  } catch (error) {
    if (error instanceof RangeError) return "it is nested too deeply";
    if (error instanceof SyntaxError) return showCause(error.message);
    throw error;
  }
}

/** Numbers that a double may not hold, or that JSON.parse reads otherwise. Texts may look like them as well. */
const DOUBTFUL_NUMBER = /(?:^|[[:,\s])-?\d[\d.]*[eE]|\d{16}/;

/** What the quick parser of the engine makes of a text, where it can't lose anything; undefined for all others. */
function parseExactly(text: string): Json | undefined {
  if (DOUBTFUL_NUMBER.test(text)) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    // It keeps the last of equal keys, so none may be missing. A text that looks like a key only makes it seem so.
    return countKeys(value) === (text.match(/"\s*:/g)?.length ?? 0) ? cleanJson(value) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function countKeys(value: Json): number {
  if (typeof value !== "object" || value === null) return 0;
  let count = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const part of Object.values(value) as Json[]) count += countKeys(part);
  return count;
}

/** A decimal number as a double, or as text when that would change its value. */
export function readNumber(digits: string): number | string {
  const number = Number(digits);
  if (!Number.isFinite(number)) return digits;
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? digits : number;
}

/** Puts quotes around the words that Python writes for what JSON has no number for. */
function quoteNotNumbers(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const [start, end] of outsideStrings(text)) {
    const part = text.slice(start, end).replace(/(?<![\w"-])-?(?:NaN|Infinity)(?!\w)/g, '"$&"');
    parts.push(text.slice(from, start), part);
    from = end;
  }
  return parts.join("") + text.slice(from);
}

function* outsideStrings(text: string): Generator<readonly [number, number]> {
  let start = 0;
  while (start < text.length) {
    const quote = text.indexOf('"', start);
    yield [start, quote < 0 ? text.length : quote];
    if (quote < 0) return;
    let end = text.indexOf('"', quote + 1);
    while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
    if (end < 0) return;
    start = end + 1;
  }
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === "\\") slashes++;
  return slashes % 2 === 1;
}

/** Throws RangeError for what manifests could not hold. */
function cleanJson(value: Json, depth = 0): Json {
  if (depth > DEEPEST) throw new RangeError("The values are nested too deeply.");
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map((part: Json) => cleanJson(part, depth + 1));
  if (!isJsonObject(value)) return value;
  const parts = Object.entries(value).map(([key, part]) => [cleanText(key), cleanJson(part, depth + 1)]);
  return Object.fromEntries(parts) as JsonObject;
}

function showCause(message: string): string {
  const start = /^[A-Z][a-z]/.test(message) ? message.charAt(0).toLowerCase() : message.charAt(0);
  return (start + message.slice(1, LONGEST_CAUSE)).replace(/\p{Cc}/gu, " ");
}
