import type { PictureBlocks } from "./jpeg-segments.js";

/** EXIF and XMP of a WebP, the first of each. Format: the container specification of WebP. Never throws. */
export function findWebpBlocks(webp: Buffer): PictureBlocks {
  let [exif, xmp]: (Buffer | undefined)[] = [];
  let at = 12;
  while (at + 8 <= webp.length) {
    const length = webp.readUInt32LE(at + 4);
    const name = webp.toString("latin1", at, at + 4);
    const data = webp.subarray(at + 8, at + 8 + length);
    if (name === "EXIF") exif ??= data;
    if (name === "XMP ") xmp ??= data;
    // Chunks are padded to an even length.
    at += 8 + length + (length % 2);
  }
  return { exif, xmp, comment: undefined };
}
