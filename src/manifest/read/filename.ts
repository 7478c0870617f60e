import { sha256Of } from "../../files/hash.js";

const LONGEST_FILENAME = 255;
const HASH_DIGITS = 12;

/** True for most paths that the filename alone tells: no other path has the same. False says nothing. */
export function isToldByFilename(file: string): boolean {
  return file.length <= LONGEST_FILENAME / 2 && !/__|_\/|\/_/.test(file);
}

/**
 * The name under which an image is registered: its path with `/` as `__`. One of more than 255 characters is cut and
 * gets a digest of the whole path before its extension.
 */
export function toFilename(file: string): string {
  // Unlike replaceAll, join makes one piece of text instead of a tree of pieces.
  const name = file.split("/").join("__");
  if (name.length <= LONGEST_FILENAME) return name;
  const characters = [...name];
  if (characters.length <= LONGEST_FILENAME) return name;
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
  const hash = sha256Of(file).slice(0, HASH_DIGITS);
  const tail = `~${hash}${extension}`;
  return characters.slice(0, LONGEST_FILENAME - tail.length).join("") + tail;
}

/** The path that most names in the database tell of themselves. */
export function pathOf(filename: string): string {
  return filename.replaceAll("__", "/");
}
