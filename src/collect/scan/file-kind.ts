import { baseName, splitExtension } from "../source/names.js";

/** What a file is by its name alone. */
export type FileKind = "image" | "json" | "text" | "log" | "system" | "thumbnail" | "other";

const IMAGES = new Set(
  ["png", "jpg", "jpeg", "jpe", "jfif", "webp", "gif", "tif", "tiff", "avif"].concat(
    // Not read, but a person should hear of each.
    ["bmp", "heic", "heif", "jxl", "jp2", "svg"],
  ),
);
const SYSTEM = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\.gitkeep|\.gitignore|\.album-sync-root|\._.*)$/i;

const BY_EXTENSION: { readonly [extension: string]: FileKind | undefined } = {
  json: "json",
  txt: "text",
  log: "log",
};

/** The kind of a file by its path below the root. */
export function kindOfFile(file: string): FileKind {
  const name = baseName(file);
  if (
    file
      .split("/")
      .slice(0, -1)
      .some((folder) => folder.toLowerCase() === "thumbnails")
  )
    return "thumbnail";
  if (SYSTEM.test(name)) return "system";
  const extension = splitExtension(name).extension.slice(1).toLowerCase();
  if (IMAGES.has(extension)) return "image";
  return BY_EXTENSION[extension] ?? "other";
}
