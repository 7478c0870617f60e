import { sha256Of } from "../../files/hash.js";
import { readRecipeText } from "../recipes/read-embedded.js";
import type { Notice } from "../source/collected-image.js";
import { cleanText, decodeText } from "../source/decode-text.js";
import { showName } from "../source/names.js";
import { readBytes } from "../source/read-bytes.js";
import type { Sidecar } from "./read-sidecar.js";

/** Longer texts are no recipe. */
const LONGEST_TEXT = 1024 * 1024;
/** The code of a text beside an image that is none of its own business: a caption, or notes. */
export const OTHER_FILE = "other-file";

/** True for the name of a text that may lie beside an image, as AUTOMATIC1111 writes it on request. */
export function isTextSidecar(file: string): boolean {
  return /\.txt$/i.test(file);
}

/** Reads the recipe in a text beside an image. A text without one is a remark of the code {@link OTHER_FILE}. */
export function readTextSidecar(path: Buffer, file: string): Sidecar | Notice {
  const read = readBytes(path, file, LONGEST_TEXT);
  if (!("bytes" in read)) return read.code === "too-big" ? otherFile(file) : read;
  const text = cleanText(decodeText(read.bytes).text).trim();
  const recipe = readRecipeText(text);
  if (recipe === undefined) return otherFile(file);
  return {
    content: {},
    recipe,
    text,
    sha256: sha256Of(read.bytes),
    bytes: read.bytes.length,
    stamp: read.stamp,
    warnings: [],
  };
}

function otherFile(file: string): Notice {
  return {
    code: OTHER_FILE,
    message: `${showName(file)} is neither a picture nor a sidecar.`,
    help: "Nothing to do.",
  };
}
