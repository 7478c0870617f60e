import { hasJpegEnd } from "./embedded/exif-block.js";
import { listChunks } from "./embedded/png-texts.js";

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
