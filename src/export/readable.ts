import { convertToPng } from "../images/convert.js";
import { ImageProblem } from "../images/problem.js";
import { nameOf } from "../model/address.js";
import { type BadSample, describeUnusable } from "./check-sample.js";
import type { CheckedSample } from "./formats/sample.js";

/** Extensions that kohya's sd-scripts look for; it passes over every other file without a word. */
const KOHYA_READS: ReadonlySet<string> = new Set(["png", "jpg", "jpeg", "webp", "bmp"]);

/** True for a picture that the loader of kohya's scripts passes over. */
export function isPassedOver({ extension }: CheckedSample): boolean {
  return !KOHYA_READS.has(extension);
}

/** The same picture as PNG. `pixels`: how many it may have. */
export async function convertSample(
  sample: CheckedSample,
  pixels: number,
): Promise<CheckedSample | BadSample> {
  const file = nameOf(sample.image.address);
  try {
    return { ...sample, bytes: await convertToPng(sample.bytes, pixels, file), extension: "png" };
  } catch (error) {
    if (!(error instanceof ImageProblem)) throw error;
    return { ...sample, problem: describeUnusable(file, error.fault) };
  }
}

/** A picture that its loader passes over, where it must not be converted. */
export function refuseSample(sample: CheckedSample): BadSample {
  const file = nameOf(sample.image.address);
  const reason = `is ${sample.extension.toUpperCase()}, which kohya's loader does not read`;
  const help = "Leave out --strict to export it as PNG.";
  return { ...sample, problem: describeUnusable(file, { reason, help }) };
}
