import { sha256Of } from "../files/hash.js";
import type { Inspection, InspectPicture } from "../images/inspect.js";
import { hasExtensionOf } from "../images/media-type.js";
import { ImageProblem } from "../images/problem.js";
import { type AssetCheck, type AssetProblem, compareHash } from "../manifest/check/assets.js";
import { nameOf } from "../model/address.js";
import type { Image } from "../model/resource.js";

/** What one image file turned out to be. */
interface CheckedImage {
  readonly problems: readonly AssetProblem[];
  /** Perceptual hash; null when the picture can't be decoded. */
  readonly hash: string | null;
}

/** Reads every byte of an image file, hashes and decodes it, and compares it with what its entry declares. */
export async function checkImage(
  image: Image,
  path: string,
  look: AssetCheck,
  inspect: InspectPicture,
): Promise<CheckedImage> {
  const differs = look(image, "stat");
  // Without the file itself there is nothing more to be said.
  if (differs !== undefined && (differs.field === "file" || differs.code === "lfs-pointer"))
    return { problems: [differs], hash: null };
  const file = nameOf(image.address);
  try {
    const inspection = await inspect(path, file);
    // A file of another size has other bytes, which need no telling.
    const content = differs ?? compareHash(image, sha256Of(inspection.bytes));
    const problems = content === undefined ? [] : [content];
    return { problems: [...problems, ...compareFacts(image, file, inspection)], hash: inspection.hash };
  } catch (error) {
    if (!(error instanceof ImageProblem)) throw error;
    const { fault } = error;
    const unusable: AssetProblem = {
      field: "file",
      code: "picture-unusable",
      summary: `${file} ${fault.reason}`,
      help: fault.help,
    };
    const content = differs ?? look(image, "hash");
    return { problems: [...(content === undefined ? [] : [content]), unusable], hash: null };
  }
}

function compareFacts({ fields }: Image, file: string, { facts }: Inspection): readonly AssetProblem[] {
  const problems: AssetProblem[] = [];
  if (facts.width !== fields.width || facts.height !== fields.height)
    problems.push({
      field: facts.width === fields.width ? "height" : "width",
      code: "dimensions-differ",
      summary: `${file} has ${facts.width} × ${facts.height} pixels, not ${fields.width} × ${fields.height}`,
      expected: `width: ${facts.width}, height: ${facts.height}`,
      help: "Correct the entry, or restore the file.",
    });
  if (!hasExtensionOf(file, facts.mediaType))
    problems.push({
      severity: "warning",
      field: "file",
      code: "wrong-extension",
      summary: `${file} is ${facts.mediaType}, but its name has another extension`,
      help: "Rename the file and its entry if other programs rely on the extension. sync export writes the correct extension.",
    });
  return problems;
}
