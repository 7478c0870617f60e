import { checkSize, DAMAGED, estimateCost, type ImageLimits, readHeader } from "./header.js";
import type { ImageFacts } from "./image-facts.js";
import { loadSharp } from "./loaders.js";
import { formatHash, HASH_HEIGHT, HASH_WIDTH, hashShades } from "./perceptual-hash.js";
import { PixelBudget } from "./pixel-budget.js";
import { ImageProblem } from "./problem.js";
import { readPictureFile } from "./source.js";

/** What decoding a picture showed. */
export interface Inspection {
  readonly facts: ImageFacts;
  /** The file as it was read, the very bytes that were decoded. */
  readonly bytes: Buffer;
  /** Perceptual hash of the first frame, upright, 64 hex digits. */
  readonly hash: string;
}

/** Reads and decodes a picture file. Throws ImageProblem; `shownAs` is how messages name it. */
export type InspectPicture = (path: string, shownAs: string) => Promise<Inspection>;

/** An inspector that keeps the pixels of all pictures under way within the limits; only the first frame is decoded. */
export function createInspector(limits: ImageLimits): InspectPicture {
  const budget = new PixelBudget(limits.pixelsInFlight);
  return async (path, shownAs) => {
    const bytes = await readPictureFile(path, limits, shownAs);
    const facts = await readHeader(bytes, shownAs);
    checkSize(facts, limits, shownAs);
    const shades = await budget.run(estimateCost(facts, limits), () => decode(bytes, limits, shownAs));
    return { facts, bytes, hash: formatHash(hashShades(shades)) };
  };
}

/** Shades of grey, row by row, of the picture shrunk to what the hash looks at: every pixel is decoded for it. */
async function decode(bytes: Buffer, limits: ImageLimits, file: string): Promise<Buffer> {
  const sharp = await loadSharp();
  return sharp(bytes, { failOn: "error", autoOrient: true, limitInputPixels: limits.pixelsInFlight })
    .flatten({ background: "white" })
    .resize({ width: HASH_WIDTH, height: HASH_HEIGHT, fit: "fill", fastShrinkOnLoad: false })
    .greyscale()
    .toColourspace("b-w")
    .raw()
    .toBuffer()
    .catch(() => {
      throw new ImageProblem(file, DAMAGED);
    });
}
