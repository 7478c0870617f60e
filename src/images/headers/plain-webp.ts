import { isTurned } from "./exif-orientation.js";
import type { ImageFacts } from "./image-facts.js";

const HEADER_BYTES = 12;
const EXIF = Buffer.from("Exif\0\0", "latin1");
const EXTENDED_BYTES = 10;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Optional chunks by the bits of the header that announce them. */
const ANNOUNCED: readonly (readonly [type: string, flag: number])[] = [
  ["ICCP", 0x20],
  ["EXIF", 0x08],
  ["XMP ", 0x04],
];
const ALPHA = 0x10;
/** The order in which chunks stand, each at most once, one of the frames. */
const ORDER = /^(?:VP8X(?: ICCP)?(?: ALPH VP8 | VP8 | VP8L)(?: EXIF)?(?: XMP )?|VP8 |VP8L)$/;

/**
 * The facts of a WebP of one frame whose chunks are intact and ordinary, read several times faster than by the library.
 * Undefined for every other file.
 */
export function readPlainWebp(picture: Uint8Array): ImageFacts | undefined {
  const webp = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  const chunks = isRiff(webp) ? readChunks(webp) : undefined;
  if (chunks === undefined || !ORDER.test([...chunks.keys()].join(" "))) return undefined;
  const extended = chunks.get("VP8X");
  const frame = readFrame(chunks);
  if (frame === undefined || (extended !== undefined && !fits(extended, frame, chunks))) return undefined;
  const exif = chunks.get("EXIF");
  const turned = exif === undefined ? false : isTurned(withoutName(exif));
  if (turned === undefined) return undefined;
  const { width, height } = frame;
  return {
    mediaType: "image/webp",
    ...(turned ? { width: height, height: width } : { width, height }),
    pages: 1,
    pixels: width * height,
    progressive: false,
  };
}

/** True when the header of an extended file says what is in it. */
function fits(header: Buffer, { width, height }: Size, chunks: ReadonlyMap<string, Buffer>): boolean {
  if (header.length !== EXTENDED_BYTES || header.readUIntLE(1, 3) !== 0) return false;
  const flags = header[0] as number;
  const present = ANNOUNCED.reduce((sum, [type, flag]) => sum + (chunks.has(type) ? flag : 0), 0);
  const isAlphaTold = (flags & ALPHA) !== 0 || !chunks.has("ALPH");
  const isSize = header.readUIntLE(4, 3) + 1 === width && header.readUIntLE(7, 3) + 1 === height;
  return (flags & ~ALPHA) === present && isAlphaTold && isSize;
}

function readFrame(chunks: ReadonlyMap<string, Buffer>): Size | undefined {
  const lossy = chunks.get("VP8 ");
  return lossy === undefined ? readLossless(chunks.get("VP8L") as Buffer) : readLossy(lossy);
}

/** Some writers begin the block as JPEG does. */
function withoutName(exif: Buffer): Buffer {
  return exif.subarray(0, EXIF.length).equals(EXIF) ? exif.subarray(EXIF.length) : exif;
}

function isRiff(webp: Buffer): boolean {
  return (
    webp.length > HEADER_BYTES &&
    webp.toString("latin1", 0, 4) === "RIFF" &&
    webp.toString("latin1", 8, 12) === "WEBP" &&
    webp.readUInt32LE(4) + 8 === webp.length
  );
}

/** The chunks by type, in their order; undefined when one is cut off or there twice. */
function readChunks(webp: Buffer): ReadonlyMap<string, Buffer> | undefined {
  const chunks = new Map<string, Buffer>();
  for (let at = HEADER_BYTES; at < webp.length; ) {
    if (at + 8 > webp.length) return undefined;
    const type = webp.toString("latin1", at, at + 4);
    const length = webp.readUInt32LE(at + 4);
    // Chunks begin at even offsets.
    const end = at + 8 + length + (length & 1);
    if (end > webp.length || chunks.has(type)) return undefined;
    chunks.set(type, webp.subarray(at + 8, at + 8 + length));
    at = end;
  }
  return chunks;
}

/** Of a key frame of VP8, RFC 6386, section 9.1. */
function readLossy(data: Buffer): Size | undefined {
  const isKeyFrame =
    data.length > 10 && ((data[0] as number) & 1) === 0 && data.readUIntBE(3, 3) === 0x9d012a;
  if (!isKeyFrame) return undefined;
  const tag = data.readUIntLE(0, 3);
  const isShown = ((tag >> 4) & 1) === 1;
  const version = (tag >> 1) & 7;
  // The first partition must lie within the data.
  if (!isShown || version > 3 || tag >> 5 >= data.length - 10) return undefined;
  const [width, height] = [data.readUInt16LE(6) & 0x3fff, data.readUInt16LE(8) & 0x3fff];
  return width === 0 || height === 0 ? undefined : { width, height };
}

/** Of a lossless bit stream, RFC 9649, section 3.4. */
function readLossless(data: Buffer): Size | undefined {
  if (data.length < 6 || data[0] !== 0x2f) return undefined;
  const bits = data.readUInt32LE(1);
  if (bits >>> 29 !== 0) return undefined;
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
