import type { Json } from "../../model/json.js";

const [BLANK, DASH, COLON] = [0x20, 0x2d, 0x3a];
/** What some version of YAML takes for null or a truth value. */
const WORD = /^(?:null|true|false|yes|no|on|off|y|n)$/i;
/** Whatever a reader may take for a number; dates and sexagesimal numbers of older YAML too. */
const NUMBER_LIKE = /^[-+\d._:]+$|^[-+]?0[xob][\da-f]+$|^[-+]?[\d.]+e[-+]?\d+$/i;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]\d+)?$/;

/** The value of a plain scalar in YAML's core schema; undefined where writing or readers differ. */
export function readPlain(plain: string): Json | undefined {
  const last = plain.charCodeAt(plain.length - 1);
  if (last === COLON || last === BLANK) return undefined;
  const first = plain.charCodeAt(0);
  if (isDigit(first) || first === DASH) return readNumeric(plain, first);
  if (!startsText(plain, first)) return undefined;
  if (plain.length > 5 || !WORD.test(plain)) return plain;
  if (plain === "null") return null;
  return plain === "true" ? true : plain === "false" ? false : undefined;
}

/** Words of YAML's core schema that our writers spell otherwise. */
const SPELLINGS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ["~", null],
  ["Null", null],
  ["NULL", null],
  ["True", true],
  ["TRUE", true],
  ["False", false],
  ["FALSE", false],
]);
/** Texts of the core schema that older YAML takes for truth values or dates, or that begin with a sign without meaning. */
const TEXT = /^(?:yes|no|on|off|y|n|\d{4}-\d\d-\d\d)$|^[($;^\\](?:.*[^: ])?$/i;

/** The same of what people write, and our writers don't; undefined for the rest. */
export function readTypedPlain(plain: string): Json | undefined {
  return SPELLINGS.get(plain) ?? (SPELLINGS.has(plain) ? null : TEXT.test(plain) ? plain : undefined);
}

function readNumeric(plain: string, first: number): Json | undefined {
  const small = readDigits(plain);
  if (small !== undefined) return small;
  if (!NUMBER_LIKE.test(plain)) return first === DASH ? undefined : plain;
  if (!NUMBER.test(plain)) return undefined;
  const value = Number(plain);
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? undefined : value;
  // Whole numbers beyond 2^53 lose digits unless they are written as a power of ten.
  return Number.isFinite(value) && /[.e]/.test(plain) ? value : undefined;
}

/** A whole number of up to 15 digits; undefined for others, which take longer. */
function readDigits(plain: string): number | undefined {
  if (plain.length > 15 || (plain.length > 1 && plain.charCodeAt(0) === 0x30)) return undefined;
  let value = 0;
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at);
    if (!isDigit(code)) return undefined;
    value = value * 10 + (code - 0x30);
  }
  return value;
}

/** True for first characters that no YAML gives a meaning: letters, `_`, `/`, `./`, `../` and all beyond ASCII. */
function startsText(plain: string, first: number): boolean {
  const lower = first | 0x20;
  if ((lower >= 0x61 && lower <= 0x7a) || first === 0x5f || first === 0x2f || first > 0x7f) return true;
  return plain.startsWith("./") || plain.startsWith("../");
}

/** True for the code of an ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
