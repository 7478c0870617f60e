import type { ImageFacts } from "./headers/image-facts.js";
import { readPlainJpeg } from "./headers/plain-jpeg.js";
import { readPlainPng } from "./headers/plain-png.js";
import { readPlainWebp } from "./headers/plain-webp.js";
import { loadSharp } from "./loaders.js";
import { type Fault, ImageProblem } from "./problem.js";
import { findForeignContent } from "./sniff.js";

/** How big a picture may be. */
export interface ImageLimits {
  /** Pixels of all pictures that are decoded at the same time. */
  readonly pixelsInFlight: number;
  /** Pixels of one interlaced PNG. */
  readonly interlacedPixels: number;
}

/** The limits that hold when nothing is configured. */
export const DEFAULT_LIMITS: ImageLimits = { pixelsInFlight: 100_000_000, interlacedPixels: 40_000_000 };

const PROGRESSIVE_FACTOR = 3;

/**
 * Facts from the header of a picture that need no library; undefined when the library is needed. Throws ImageProblem
 * for a file that is not a picture; `file` is its name in messages.
 */
export function readPlainHeader(bytes: Uint8Array, file: string): ImageFacts | undefined {
  const fault = findForeignContent(bytes);
  if (fault !== undefined) throw new ImageProblem(file, fault);
  return readPlainPng(bytes) ?? readPlainJpeg(bytes) ?? readPlainWebp(bytes);
}

/** Facts from the header of a picture, nothing is decoded. Throws ImageProblem; `file` is how messages name it. */
export async function readHeader(bytes: Uint8Array, file: string): Promise<ImageFacts> {
  const plain = readPlainHeader(bytes, file);
  if (plain !== undefined) return plain;
  const sharp = await loadSharp();
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw new ImageProblem(file, DAMAGED);
    });
  if (header.format === "heif" && header.compression !== "av1")
    throw new ImageProblem(file, {
      code: "unsupported",
      reason: "is a HEIC image, which is not supported",
      help: "Convert it to PNG, JPEG, WebP, GIF, TIFF or AVIF.",
    });
  return {
    mediaType: header.mediaType ?? `image/${header.format}`,
    width: header.autoOrient.width,
    height: header.autoOrient.height,
    pages: header.pages ?? 1,
    pixels: header.width * header.height,
    progressive: header.isProgressive,
  };
}

/**
 * A picture that could not be decoded. What the decoder says of it is left out: it differs from run to run and names the
 * decoder's own functions.
 */
export const DAMAGED: Fault = {
  code: "damaged",
  reason: "is damaged or cut off",
  help: "Restore it from its source.",
};

/** Throws ImageProblem when the picture is too big to be decoded within the limits. */
export function checkSize(facts: ImageFacts, limits: ImageLimits, file: string): void {
  const size = `has ${facts.width} × ${facts.height} = ${megapixels(facts.pixels)}`;
  if (facts.pixels > limits.pixelsInFlight)
    throw new ImageProblem(file, {
      code: "too-big",
      reason: `${size}, more than the ${megapixels(limits.pixelsInFlight)} that sync may decode at once`,
      help: "Make it smaller, or raise limits.pixels_in_flight in sync.config.yaml.",
    });
  if (isInterlacedPng(facts) && facts.pixels > limits.interlacedPixels)
    throw new ImageProblem(file, {
      code: "too-big",
      reason: `${size} and is interlaced, which takes too much memory above ${megapixels(limits.interlacedPixels)}`,
      help: "Save it without interlacing.",
    });
}

/** What decoding the picture takes of the pixels in flight, never more than all of them. */
export function estimateCost(facts: ImageFacts, limits: ImageLimits): number {
  const factor = facts.progressive ? PROGRESSIVE_FACTOR : 1;
  return Math.min(facts.pixels * factor, limits.pixelsInFlight);
}

function isInterlacedPng(facts: ImageFacts): boolean {
  return facts.progressive && facts.mediaType === "image/png";
}

function megapixels(pixels: number): string {
  return pixels >= 100_000 ? `${Number((pixels / 1_000_000).toFixed(1))} megapixels` : `${pixels} pixels`;
}
