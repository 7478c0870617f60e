/** The text of some bytes and the encoding that they were in. */
interface DecodedText {
  readonly text: string;
  readonly encoding: "UTF-8" | "UTF-16" | "Latin-1";
}

/** Decodes UTF-8 and UTF-16 with or without BOM; what is neither is read as Latin-1. Never throws. */
export function decodeText(bytes: Buffer): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: decodeUtf16(bytes.subarray(2)), encoding: "UTF-16" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: decodeUtf16(bytes.subarray(2), "big"), encoding: "UTF-16" };
  // The first character of JSON is ASCII, so without BOM its other byte is zero.
  if (bytes.length > 1 && bytes[0] !== 0 && bytes[1] === 0)
    return { text: decodeUtf16(bytes), encoding: "UTF-16" };
  if (bytes.length > 1 && bytes[0] === 0 && bytes[1] !== 0)
    return { text: decodeUtf16(bytes, "big"), encoding: "UTF-16" };
  return decodeUtf8OrLatin1(bytes);
}

/** Decodes UTF-8, a BOM cut off; what is not UTF-8 is read as Latin-1 (Windows-1252). */
export function decodeUtf8OrLatin1(bytes: Buffer): DecodedText {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "Latin-1" };
  }
}

/** Decodes UTF-16; an odd last byte is dropped. */
export function decodeUtf16(bytes: Buffer, order: "little" | "big" = "little"): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  return (order === "big" ? even.swap16() : even).toString("utf16le");
}

/** Text that every database stores: NUL and halves of surrogate pairs become U+FFFD. */
export function cleanText(text: string): string {
  // Few texts hold what the slower expression looks for.
  return /[\0\ud800-\udfff]/.test(text) ? text.replace(/\0|\p{Surrogate}/gu, "\ufffd") : text;
}

/** The text without the zeros that end it in fixed fields. */
export function cutZeros(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\0") end--;
  return text.slice(0, end);
}
