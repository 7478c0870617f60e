import { startDecoding } from "./decode.js";
import { checkSize, DAMAGED, DEFAULT_LIMITS, type ImageLimits, readHeader } from "./header.js";
import { loadSharp } from "./loaders.js";
import { ImageProblem } from "./problem.js";
import { readPictureFile } from "./source.js";

const BOX = 160;
/** Pixels of the longer side that are left of a hidden picture. */
const HIDDEN_PIXELS = 10;
const QUALITY = 55;

/**
 * A small WebP of a picture file, inside 160 × 160. `hide`: only ten coarse squares a side are left in its bytes. Throws
 * ImageProblem; `shownAs` is how messages name the file.
 */
export async function makePreview(
  path: string,
  { hide, shownAs, limits = DEFAULT_LIMITS }: { hide: boolean; shownAs: string; limits?: ImageLimits },
): Promise<Buffer> {
  const bytes = await readPictureFile(path, limits, shownAs);
  checkSize(await readHeader(bytes, shownAs), limits, shownAs);
  const sharp = await loadSharp();
  try {
    const side = hide ? HIDDEN_PIXELS : BOX;
    const picture = await startDecoding(bytes, limits.pixelsInFlight);
    const small = await picture
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: !hide })
      .toColourspace("srgb")
      .png()
      .toBuffer();
    const shown = hide
      ? sharp(small).resize({ width: BOX, height: BOX, fit: "inside", kernel: "nearest" })
      : sharp(small);
    return await shown.webp({ quality: QUALITY }).toBuffer();
  } catch {
    throw new ImageProblem(shownAs, DAMAGED);
  }
}
