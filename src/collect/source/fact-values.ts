import { isJsonObject, type Json } from "../../model/json.js";
import { readEpoch, readTimeText } from "./zoned-time.js";

const LONGEST_SEED = 64;
const LARGEST_INTEGER = 2147483647;

/** A seed as decimal digits: from a number, or from text that is one. Undefined for anything else. */
export function readSeed(value: Json): string | undefined {
  const text = typeof value === "number" || typeof value === "string" ? String(value).trim() : "";
  const [, sign = "", digits] = /^(-?)0*(\d+)(?:\.0+)?$/.exec(text) ?? [];
  if (digits === undefined || digits.length >= LONGEST_SEED) return undefined;
  return digits === "0" ? "0" : `${sign}${digits}`;
}

/** A whole number from 0 that fits into the database, also from text. */
export function readCount(value: Json): number | undefined {
  const number = readDecimal(value);
  return number !== undefined && Number.isInteger(number) && number >= 0 && number <= LARGEST_INTEGER
    ? number
    : undefined;
}

/** A finite number, also from text. */
export function readDecimal(value: Json): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^\s*-?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A time as UTC text: ISO 8601, or seconds or milliseconds since 1970. */
export function readTime(value: Json, timeZone: string): string | undefined {
  if (typeof value === "number") return readEpoch(value);
  return typeof value === "string" ? readTimeText(value, timeZone) : undefined;
}

/** True for a LoRA as manifests take it: an object with a path, and perhaps a name and a weight. */
export function isLora(value: Json): boolean {
  if (!isJsonObject(value)) return false;
  const { path, name = null, weight = null } = value;
  return (
    typeof path === "string" &&
    path !== "" &&
    (name === null || typeof name === "string") &&
    (weight === null || typeof weight === "number")
  );
}
