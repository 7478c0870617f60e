import { isJsonObject, type Json } from "../../model/json.js";

/** How values are written: YAML prefers plain text, a line of JSON quotes everything. */
export type ValueStyle = "yaml" | "json";

/** Where YAML text stands: inside `{}` and `[]` a comma or bracket ends a plain one. */
type TextPlace = "block" | "flow";

const WORDS = /^(?:null|~|true|false|yes|no|on|off|y|n)$/i;
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}\u2028\u2029\ufeff]/u;

/** A value on one line; lists and objects as `[…]` and `{ … }`, keys in the order that they have. */
export function renderValue(value: Json, style: ValueStyle, place: TextPlace): string {
  if (style === "json") return escapeRare(JSON.stringify(value));
  if (typeof value === "string") return renderText(value, place);
  if (typeof value === "number") return renderNumber(value);
  if (Array.isArray(value))
    return `[${value.map((item: Json) => renderValue(item, style, "flow")).join(", ")}]`;
  if (isJsonObject(value)) return renderObject(value);
  return String(value);
}

/** A key of a mapping. */
export function renderKey(key: string, style: ValueStyle): string {
  if (style === "json") return escapeRare(JSON.stringify(key));
  return /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(key) && !WORDS.test(key) ? key : quoteText(key);
}

/** Text in double quotes, on one line. */
export function quoteText(text: string): string {
  return escapeRare(JSON.stringify(text));
}

/** True for text that every YAML reader reads unchanged without quotes. Digests and numbers are not such text. */
export function isPlainText(text: string, place: TextPlace): boolean {
  if (ISO_TIME.test(text)) return true;
  if (!/^(?:[\p{L}\p{N}_/]|\.\.?\/)/u.test(text) || WORDS.test(text) || UNPRINTABLE.test(text)) return false;
  if (/: |:$| #|\s$/.test(text) || (place === "flow" && /[,[\]{}]/.test(text))) return false;
  // Digests look like a number now and then (3456e789), so none of them goes without quotes.
  if (/^[0-9a-f]{16,}$/i.test(text)) return false;
  // Nor anything that could be a number in some version of YAML.
  return !/^\p{N}/u.test(text) || (!/^0x/i.test(text) && /[\p{L}/] ?[\p{L}/ ]/u.test(text));
}

function renderText(text: string, place: TextPlace): string {
  return isPlainText(text, place) ? text : quoteText(text);
}

// Readers refuse whole numbers beyond 2^53 that are written out, since they lose digits; as a power they are exact.
function renderNumber(value: number): string {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return JSON.stringify(value);
  return value.toExponential().replace(/^(-?\d+)e/, "$1.0e");
}

function renderObject(value: { readonly [key: string]: Json }): string {
  const parts = Object.entries(value).map(
    ([key, part]) => `${renderKey(key, "yaml")}: ${renderValue(part, "yaml", "flow")}`,
  );
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

// JSON leaves these as they are, YAML takes some for line breaks and forbids others.
function escapeRare(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
