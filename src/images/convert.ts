import { startDecoding } from "./decode.js";
import { DAMAGED } from "./header.js";
import { ImageProblem } from "./problem.js";

/**
 * A picture as PNG, upright and in sRGB; of an animation its first frame. Equal bytes give equal bytes. `pixels`: how many
 * it may have. Throws ImageProblem; `shownAs` is how messages name the file.
 */
export async function convertToPng(bytes: Buffer, pixels: number, shownAs: string): Promise<Buffer> {
  const picture = await startDecoding(bytes, pixels);
  try {
    return await picture.toColourspace("srgb").png().toBuffer();
  } catch {
    throw new ImageProblem(shownAs, DAMAGED);
  }
}
