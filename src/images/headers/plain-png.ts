import { crc32 } from "node:zlib";
import type { ImageFacts } from "./image-facts.js";

const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const IHDR_BYTES = 13;
/** Bit depths by colour type; a palette is left to the library. */
const DEPTHS: readonly (readonly number[])[] = [[1, 2, 4, 8, 16], [], [8, 16], [], [8, 16], [], [8, 16]];
/** Chunks that say nothing of size or orientation and can't be damaged inside, their checksum being right. */
const HARMLESS = ["tEXt", "pHYs", "gAMA", "sRGB", "tIME"];

/**
 * The facts of a PNG with an intact, ordinary header, read about ten times faster than by the library. Undefined for
 * every other file.
 */
export function readPlainPng(picture: Uint8Array): ImageFacts | undefined {
  const png = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  if (png.length < SIGNATURE.length || !png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  const header = readChunk(png, SIGNATURE.length);
  if (header?.type !== "IHDR" || header.data.length !== IHDR_BYTES) return undefined;
  const facts = readSize(header.data);
  if (facts === undefined) return undefined;
  for (let at = header.end; ; ) {
    // The pixels may be long; that they begin is enough.
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") return facts;
    const chunk = readChunk(png, at);
    if (chunk === undefined || !HARMLESS.includes(chunk.type)) return undefined;
    at = chunk.end;
  }
}

function readSize(data: Buffer): ImageFacts | undefined {
  const [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
  const [depth = 0, colour = 0, compression, filter, interlace] = data.subarray(8);
  const isSize = [width, height].every((length) => length > 0 && length <= 0x7fffffff);
  const isKnown = DEPTHS[colour]?.includes(depth) === true && compression === 0 && filter === 0;
  if (!isSize || !isKnown || (interlace !== 0 && interlace !== 1)) return undefined;
  return {
    mediaType: "image/png",
    width,
    height,
    pages: 1,
    pixels: width * height,
    progressive: interlace === 1,
  };
}

/** A whole chunk whose checksum is right. */
function readChunk(
  png: Buffer,
  at: number,
): { readonly type: string; readonly data: Buffer; readonly end: number } | undefined {
  if (at + 12 > png.length) return undefined;
  const end = at + 12 + png.readUInt32BE(at);
  if (end > png.length || crc32(png.subarray(at + 4, end - 4)) !== png.readUInt32BE(end - 4))
    return undefined;
  return { type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, end - 4), end };
}
