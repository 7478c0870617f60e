import { checkSize, DEFAULT_LIMITS, type ImageLimits, readHeader } from "./header.js";
import type { ImageFacts } from "./headers/image-facts.js";
import { readPictureFile } from "./source.js";

/**
 * The facts of a picture file, taken from its header; pixels that are damaged further on are not noticed.
 * Throws ImageProblem with what is wrong and what to do; `shownAs` is how messages name the file.
 */
export async function probeImage(
  path: string,
  shownAs: string = path,
  limits: ImageLimits = DEFAULT_LIMITS,
): Promise<ImageFacts> {
  const facts = await readHeader(await readPictureFile(path, limits, shownAs), shownAs);
  checkSize(facts, limits, shownAs);
  return facts;
}
