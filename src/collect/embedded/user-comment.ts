import { cleanText, decodeUtf8OrLatin1, decodeUtf16 } from "../decode-text.js";

const EXIF_POINTER = 0x8769;
const USER_COMMENT = 0x9286;
const MOST_TAGS = 1000;
const CODE_BYTES = 8;

interface Tiff {
  readonly bytes: Buffer;
  readonly little: boolean;
}

/** Where the value of a tag stands. */
interface Tag {
  readonly count: number;
  readonly valueAt: number;
}

/** The UserComment of a TIFF block as EXIF writes it; undefined when there is none. Never throws. */
export function readUserComment(block: Buffer): string | undefined {
  const bytes = block.subarray(0, 6).toString("latin1") === "Exif\0\0" ? block.subarray(6) : block;
  const order = bytes.toString("latin1", 0, 2);
  if (bytes.length < 8 || (order !== "II" && order !== "MM")) return undefined;
  const tiff = { bytes, little: order === "II" };
  const pointer = findTag(tiff, read32(tiff, 4), EXIF_POINTER);
  const comment =
    pointer === undefined ? undefined : findTag(tiff, read32(tiff, pointer.valueAt), USER_COMMENT);
  if (comment === undefined || comment.count <= CODE_BYTES) return undefined;
  const start = read32(tiff, comment.valueAt);
  if (start + comment.count > bytes.length) return undefined;
  const text = decodeComment(bytes.subarray(start, start + comment.count), tiff.little);
  return text === "" ? undefined : text;
}

function findTag(tiff: Tiff, directory: number, wanted: number): Tag | undefined {
  const entries = read16(tiff, directory);
  for (let index = 0; index < Math.min(entries, MOST_TAGS); index++) {
    const at = directory + 2 + index * 12;
    if (at + 12 > tiff.bytes.length) return undefined;
    if (read16(tiff, at) === wanted) return { count: read32(tiff, at + 4), valueAt: at + 8 };
  }
  return undefined;
}

function decodeComment(value: Buffer, little: boolean): string {
  const code = value.toString("latin1", 0, CODE_BYTES);
  const body = value.subarray(CODE_BYTES);
  const text = code === "UNICODE\0" ? decodeUnicode(body, little) : decodeUtf8OrLatin1(body).text;
  return cleanText(text.replace(/^\ufeff/, "").replace(/\0+$/, "")).trim();
}

/** UTF-16 in the order that gives readable text: writers do not agree on whether the TIFF's order counts. */
function decodeUnicode(body: Buffer, little: boolean): string {
  if (body[0] === 0xff && body[1] === 0xfe) return decodeUtf16(body.subarray(2));
  if (body[0] === 0xfe && body[1] === 0xff) return decodeUtf16(body.subarray(2), "big");
  const candidates = (little ? (["little", "big"] as const) : (["big", "little"] as const)).map((order) =>
    decodeUtf16(body, order),
  );
  const [expected = "", other = ""] = candidates;
  return countLatin(other) > countLatin(expected) ? other : expected;
}

function countLatin(text: string): number {
  return text.match(/[\t\n\r -~]/g)?.length ?? 0;
}

function read16({ bytes, little }: Tiff, at: number): number {
  if (at + 2 > bytes.length) return 0;
  return little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
}

function read32({ bytes, little }: Tiff, at: number): number {
  if (at + 4 > bytes.length) return 0;
  return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}
