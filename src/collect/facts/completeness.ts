import { crc32 } from "node:zlib";
import { hasJpegEnd } from "../recipes/containers/jpeg-segments.js";
import { listChunks, type PngChunk } from "../recipes/containers/png-texts.js";

/**
 * Why the bytes of a picture can't be whole, as part of a sentence; undefined when nothing speaks against it. Nothing is
 * decoded: what a PNG's own checksums cover is checked, of other formats only that the end is there.
 */
export function findDamage(picture: Buffer, mediaType: string): string | undefined {
  if (isCutOff(picture, mediaType)) return "is cut off: its end is missing";
  return mediaType === "image/png" ? findBadChunk(picture) : undefined;
}

/** Chunks that can be left out are left to the decoder, which skips them. */
function findBadChunk(png: Buffer): string | undefined {
  for (const chunk of listChunks(png)) {
    if (isCritical(chunk) && !hasRightSum(png, chunk))
      return `is damaged: the checksum of its ${chunk.type} chunk at byte ${chunk.at} is wrong`;
    if (chunk.type === "IEND") return undefined;
  }
  return undefined;
}

/** By the case of its first letter a decoder knows whether it can do without a chunk. */
function isCritical({ type }: PngChunk): boolean {
  return (type.charCodeAt(0) & 0x20) === 0;
}

function hasRightSum(png: Buffer, { data, at }: PngChunk): boolean {
  const end = at + 8 + data.length;
  return crc32(png.subarray(at + 4, end)) === png.readUInt32BE(end);
}

/** True when the end of a picture is missing, as after an interrupted copy. Nothing is decoded. */
export function isCutOff(picture: Buffer, mediaType: string): boolean {
  const hasEnd = ENDS[mediaType];
  return hasEnd !== undefined && !hasEnd(picture);
}

/** A RIFF header counts what follows its own first eight bytes. */
const RIFF_BYTES = 8;

const ENDS: { readonly [mediaType: string]: (picture: Buffer) => boolean } = {
  "image/png": (png) => {
    for (const { type } of listChunks(png)) if (type === "IEND") return true;
    return false;
  },
  "image/jpeg": hasJpegEnd,
  "image/webp": (webp) => webp.length >= RIFF_BYTES && webp.readUInt32LE(4) + RIFF_BYTES <= webp.length,
  "image/gif": (gif) => gif.lastIndexOf(0x3b) > 12,
};
