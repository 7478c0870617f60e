/** A JSON value. Numbers are finite; 64-bit integers travel as text. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/** True for a plain JSON object: neither null nor a list. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Levels of lists and objects that a manifest may have. */
export const MOST_LEVELS = 100;

/** True when lists and objects lie in each other on more levels than `most`. Whatever walks deep values overflows the stack. */
export function isNestedDeeper(value: Json, most: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (most === 0) return true;
  for (const part of Array.isArray(value) ? value : Object.values(value))
    if (isNestedDeeper(part as Json, most - 1)) return true;
  return false;
}

/** The value at the end of a path; undefined where the path leads nowhere. Only keys of the object itself count. */
export function valueAt(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>((from, step) => {
    if (typeof step === "number") return Array.isArray(from) ? from[step] : undefined;
    return isJsonObject(from) && Object.hasOwn(from, step) ? from[step] : undefined;
  }, value);
}

/**
 * Canonical JSON text: keys sorted by code unit at every depth, no blanks; equal values give equal bytes. As to
 * JSON.stringify, an object with the method `toJSON` stands for what that gives.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return Array.isArray(value) ? canonicalList(value) : canonicalObject(value as JsonObject);
}

/** True when a text is the canonical JSON of the value that was parsed from it. */
export function isCanonicalJson(value: Json, text: string): boolean {
  // JSON.stringify keeps the order that was read, and is several times as fast. Keys that are numbers it moves to the front.
  return (JSON.stringify(value) === text && hasAscendingKeys(value)) || canonicalJson(value) === text;
}

function hasAscendingKeys(value: Json): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(hasAscendingKeys);
  const keys = Object.keys(value);
  return isAscending(keys) && keys.every((key) => hasAscendingKeys((value as JsonObject)[key] as Json));
}

// Texts are put together by hand: building lists of parts to join takes three times as long.
function canonicalList(list: readonly Json[]): string {
  let text = "";
  for (const item of list) text += text === "" ? canonicalJson(item) : `,${canonicalJson(item)}`;
  return `[${text}]`;
}

function canonicalObject(object: JsonObject): string {
  const { toJSON } = object as { readonly toJSON?: unknown };
  if (typeof toJSON === "function") return canonicalJson(toJSON.call(object) as Json);
  let text = "";
  for (const key of sortedKeys(object)) {
    const member = object[key];
    // A member that is undefined is none, as to JSON.stringify.
    if (member === undefined) continue;
    text += text === "" ? quoteKey(key) : `,${quoteKey(key)}`;
    text += `:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** Orders that were found, by the first key: objects of one sort come in great numbers, and sorting takes a third. */
const ORDERS = new Map<string, { readonly keys: readonly string[]; readonly sorted: readonly string[] }>();
const MOST_ORDERS = 256;

function sortedKeys(object: JsonObject): readonly string[] {
  const keys = Object.keys(object);
  if (isAscending(keys)) return keys;
  const first = keys[0] as string;
  const known = ORDERS.get(first);
  if (known !== undefined && isSameList(known.keys, keys)) return known.sorted;
  const sorted = [...keys].sort();
  if (known !== undefined || ORDERS.size < MOST_ORDERS) ORDERS.set(first, { keys, sorted });
  return sorted;
}

function isAscending(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index++)
    if ((keys[index - 1] as string) > (keys[index] as string)) return false;
  return true;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** Text that needs no escape between its quotes. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

const KEY_TEXTS = new Map<string, string>();
const MOST_KEYS = 1024;

function quoteKey(key: string): string {
  const known = KEY_TEXTS.get(key);
  if (known !== undefined) return known;
  const text = quote(key);
  if (KEY_TEXTS.size < MOST_KEYS) KEY_TEXTS.set(key, text);
  return text;
}

/** True when both values are equal as JSON: key order is ignored, list order is not; `undefined` equals itself only. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => equalJson(item, b[index]));
  }
  return equalObjects(a as JsonObject, b as JsonObject);
}

function equalObjects(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]))
  );
}
