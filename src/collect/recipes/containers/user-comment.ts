import { cleanText, cutZeros, decodeUtf8OrLatin1, decodeUtf16 } from "../../source/decode-text.js";

const CODE_BYTES = 8;
/** Character codes of EXIF 2.32, table 9; writers pad them with blanks too, and write them in any letter case. */
const CODE = /^(?:ASCII|UNICODE|JIS)[\0 ]+$|^\0{8}$/i;

/**
 * The text of a UserComment. Its character code is cut off when it is one that EXIF knows, and never believed: strict
 * UTF-8 is tried first, then UTF-16 in the order that gives readable text. Never throws.
 */
export function decodeUserComment(value: Buffer, isLittleEndian: boolean): string {
  const isCode = CODE.test(value.toString("latin1", 0, CODE_BYTES));
  const body = isCode ? value.subarray(CODE_BYTES) : value;
  return cleanText(cutZeros(decode(body, isLittleEndian)).replace(/^\ufeff/, "")).trim();
}

function decode(body: Buffer, isLittleEndian: boolean): string {
  if (body[0] === 0xff && body[1] === 0xfe) return decodeUtf16(body.subarray(2));
  if (body[0] === 0xfe && body[1] === 0xff) return decodeUtf16(body.subarray(2), "big");
  const utf8 = decodeStrictly(body);
  // Latin letters in UTF-16 are valid UTF-8 with a zero beside each.
  if (utf8 !== undefined && !cutZeros(utf8).includes("\0")) return utf8;
  const orders = isLittleEndian ? (["little", "big"] as const) : (["big", "little"] as const);
  const readings = [
    ...orders.map((order) => decodeUtf16(body, order)),
    utf8 ?? decodeUtf8OrLatin1(body).text,
  ];
  return readings.reduce((best, reading) => (ratePlausible(reading) > ratePlausible(best) ? reading : best));
}

function decodeStrictly(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Share of characters that texts have: those of a wrong reading are controls, unassigned, or rare beside each other. */
function ratePlausible(text: string): number {
  const body = cutZeros(text);
  const count = (pattern: RegExp): number => body.match(pattern)?.length ?? 0;
  const good = count(/[\t\n\r -~]/g) + 0.5 * count(/[\p{L}\p{Emoji_Presentation}]/gu);
  const bad = count(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}|\p{Cn}|\p{Co}/gu);
  return (good - 2 * bad) / Math.max(body.length, 1);
}
