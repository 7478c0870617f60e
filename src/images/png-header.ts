import type { ImageFacts } from "./header.js";

const SIGNATURE = "\x89PNG\r\n\x1a\n";
const HEADER_BYTES = 33;

/**
 * Facts from the first chunk of a PNG, without a turn through libvips; undefined for anything else. Width and height are
 * those before any orientation.
 */
export function readPngHeader(bytes: Buffer): ImageFacts | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  if (bytes.toString("latin1", 0, 8) !== SIGNATURE || bytes.toString("latin1", 12, 16) !== "IHDR")
    return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return {
    mediaType: "image/png",
    width,
    height,
    pages: 1,
    pixels: width * height,
    progressive: bytes[28] === 1,
  };
}
