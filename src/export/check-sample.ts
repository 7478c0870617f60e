import { sha256Of } from "../files/hash.js";
import type { InspectPicture } from "../images/inspect.js";
import { extensionOf } from "../images/media-type.js";
import { type Fault, ImageProblem } from "../images/problem.js";
import { type AssetCheck, type AssetProblem, compareHash, resolveAsset } from "../manifest/check/assets.js";
import { nameOf } from "../model/address.js";
import type { Settings } from "../model/estate.js";
import type { CheckedSample, Sample } from "./formats/sample.js";

/** What is wrong with the file of a sample. */
export interface BadSample extends Sample {
  readonly problem: AssetProblem;
}

/** Reads, hashes and decodes the file of a sample: the bytes that come out are those that are declared. */
export async function checkSample(
  sample: Sample,
  settings: Settings,
  look: AssetCheck,
  inspect: InspectPicture,
): Promise<CheckedSample | BadSample> {
  const { image } = sample;
  const file = nameOf(image.address);
  const missing = look(image, "stat");
  if (missing !== undefined) return { ...sample, problem: missing };
  try {
    const { bytes, facts } = await inspect(resolveAsset(settings, file), file);
    const problem = compareHash(image, sha256Of(bytes));
    if (problem !== undefined) return { ...sample, problem };
    return { ...sample, bytes, extension: extensionOf(facts.mediaType, file) };
  } catch (error) {
    if (!(error instanceof ImageProblem)) throw error;
    return { ...sample, problem: describeUnusable(file, error.fault) };
  }
}

/** The problem of a file that can't be exported. */
export function describeUnusable(
  file: string,
  { reason, help }: Pick<Fault, "reason" | "help">,
): AssetProblem {
  return { field: "file", code: "picture-unusable", summary: `${file} ${reason}`, help };
}
