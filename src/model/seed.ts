import type { FieldSpec } from "./fields.js";
import type { Json } from "./json.js";

const DECIMAL = /^(?:0|-?[1-9][0-9]*)$/;

/** The column is a signed 64-bit integer. */
const LARGEST = 2n ** 63n - 1n;

/** The largest seed that versions with six migrations wrote to the column. */
const LARGEST_BEFORE = 2n ** 31n - 1n;

/** Characters that are never too many for either. */
const SURE_TO_FIT = 9;

/** True for decimal text, as manifests declare seeds; the column can hold anything that others put there. */
export function isDecimal(value: Json | undefined): boolean {
  return typeof value === "string" && DECIMAL.test(value);
}

/** True when a field is a seed and its value has no room in the column, so that only our record holds it. */
export function isBigSeed(spec: FieldSpec | undefined, value: Json | undefined): boolean {
  return spec?.type === "seed" && isBeyond(value, LARGEST);
}

/** True when a run before migration 007-seeds left the value of a field to the record, with NULL in the column. */
export function wasBigSeed(spec: FieldSpec | undefined, value: Json | undefined): boolean {
  return spec?.type === "seed" && isBeyond(value, LARGEST_BEFORE);
}

function isBeyond(value: Json | undefined, largest: bigint): boolean {
  if (typeof value !== "string" || value.length <= SURE_TO_FIT || !isDecimal(value)) return false;
  const seed = BigInt(value);
  return seed > largest || seed < -largest - 1n;
}
