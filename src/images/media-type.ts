import { ImageProblem } from "./problem.js";

/** Media type → the extensions that files of it have, the usual one first. */
const EXTENSIONS: { readonly [mediaType: string]: readonly [string, ...string[]] } = {
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg", "jpe", "jfif"],
  "image/webp": ["webp"],
  "image/gif": ["gif"],
  "image/tiff": ["tif", "tiff"],
  "image/avif": ["avif"],
};

/** The usual extension of a media type, without a dot. Throws ImageProblem for one that is not read here. */
export function extensionOf(mediaType: string, file: string): string {
  const extensions = EXTENSIONS[mediaType];
  if (extensions !== undefined) return extensions[0];
  throw new ImageProblem(file, {
    code: "unsupported",
    reason: `is ${mediaType}, which has no usual extension`,
    help: "Convert it to PNG, JPEG, WebP, GIF, TIFF or AVIF.",
  });
}

/** True when the name's extension says this media type; false also for a name without extension. */
export function hasExtensionOf(name: string, mediaType: string): boolean {
  const extension = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase();
  return extension !== undefined && EXTENSIONS[mediaType]?.includes(extension) === true;
}
