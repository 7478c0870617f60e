import type { Sharp } from "sharp";
import { loadSharp } from "./loaders.js";

/**
 * A decoder of a picture, upright, that fails at the first damage; of an animation the first frame. `pixels`: how many it
 * may have.
 */
export async function startDecoding(bytes: Buffer, pixels: number): Promise<Sharp> {
  const sharp = await loadSharp();
  return sharp(bytes, { failOn: "error", autoOrient: true, limitInputPixels: pixels });
}
