import { startDecoding } from "./decode.js";
import { checkSize, DAMAGED, estimateCost, type ImageLimits, readHeader } from "./header.js";
import type { ImageFacts } from "./headers/image-facts.js";
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
    const pixels = await budget.run(estimateCost(facts, limits), () => decode(bytes, facts, limits, shownAs));
    return { facts, bytes, hash: formatHash(hashShades(shadesOf(pixels))) };
  };
}

/** Pixels with 1 to 4 values of 8 bits, of which the last one of 2 or 4 is no colour. */
interface Pixels {
  readonly data: Uint8Array;
  readonly channels: number;
}

/**
 * The picture in colour, shrunk to what the hash looks at. Every byte of its data is unpacked for it, so that damage anywhere
 * shows; of a JPEG or WebP the decoder itself makes fewer pixels of them (shrink on load). Shades of grey are made of the few
 * pixels that are left, since turning the whole picture grey takes half as long as decoding it.
 */
async function decode(
  bytes: Buffer,
  { pixels }: ImageFacts,
  limits: ImageLimits,
  file: string,
): Promise<Pixels> {
  const picture = await startDecoding(bytes, limits.pixelsInFlight);
  const { data, info } = await picture
    .flatten({ background: "white" })
    .resize({
      width: HASH_WIDTH,
      height: HASH_HEIGHT,
      fit: "fill",
      fastShrinkOnLoad: false,
      // Sharper kernels overshoot beside edges, which would be steps to the hash. To enlarge a tiny picture smoothly
      // takes twice as long as all else about it.
      kernel: pixels < HASH_WIDTH * HASH_HEIGHT ? "nearest" : "linear",
    })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw new ImageProblem(file, DAMAGED);
    });
  return { data, channels: info.channels };
}

/** How bright each pixel looks, 0 to 255 (ITU-R BT.601). */
function shadesOf({ data, channels }: Pixels): Uint8Array {
  const shades = new Uint8Array(data.length / channels);
  for (let index = 0, at = 0; index < shades.length; index++, at += channels) {
    const [red = 0, green = red, blue = red] = channels < 3 ? [data[at]] : data.subarray(at, at + 3);
    shades[index] = Math.round((red * 299 + green * 587 + blue * 114) / 1000);
  }
  return shades;
}
