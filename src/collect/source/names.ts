import { sha256Of } from "../../files/hash.js";

const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin|conout)$/;
/** Leaves room for a hash, an extension and `.json` within the 255 bytes of a file name. */
const LONGEST_STEM = 180;
const LONGEST_SLUG = 100;
const HASH_DIGITS = 8;

/** A path for a message: control characters and bidirectional marks as escapes. */
export function showName(file: string): string {
  return file.replace(
    /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Why a name can't be used as it is on every system, as part of a sentence; undefined for one that can. */
export function findUnsafePart(name: string): string | undefined {
  if (/\\x[0-9A-F]{2}/.test(name)) return "is not UTF-8";
  if (/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(name)) return "holds control characters";
  if (RESERVED.test(name.toLowerCase().split(".")[0] as string)) return "is reserved on Windows";
  if (/[<>:"|?*\\]/.test(name) || /[. ]$/.test(name)) return "can't exist on Windows";
  return undefined;
}

/** Lower-case ASCII words joined by hyphens; empty when the text has none. */
export function toSlug(text: string): string {
  const words = foldToAscii(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return words.slice(0, LONGEST_SLUG).replace(/^-+|-+$/g, "");
}

/** A name as words for people: `_` and blanks as single blanks. */
export function toWords(name: string): string {
  return showName(name)
    .replace(/[_\s]+/g, " ")
    .trim();
}

/** A file name that every file system takes: lower-case ASCII letters, digits, `.`, `_`, `-`; its extension is kept. */
export function toSafeFile(name: string): string {
  const { stem, extension } = splitExtension(name);
  const safe = toSafeWord(stem).slice(0, LONGEST_STEM) || `image-${shortHash(name)}`;
  return `${safe.length < toSafeWord(stem).length ? addHash(safe, name) : safe}${extension.toLowerCase()}`;
}

/** A folder name in the same letters. */
export function toSafeFolder(name: string): string {
  return toSafeWord(name).slice(0, LONGEST_STEM) || `folder-${shortHash(name)}`;
}

/** The same file name with a short hash of `source` before its extension. */
export function addHashToFile(file: string, source: string): string {
  const { stem, extension } = splitExtension(file);
  return `${addHash(stem, source)}${extension}`;
}

/** `name-1a2b3c4d`: told apart from its twins by a hash of `source`. */
export function addHash(name: string, source: string): string {
  return `${name}-${shortHash(source)}`;
}

/** Name and extension, the latter with its dot; a name that begins with its only dot has none. */
export function splitExtension(name: string): { readonly stem: string; readonly extension: string } {
  const extension = /(?<=[^/])\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
  return { stem: name.slice(0, name.length - extension.length), extension };
}

/** The name behind the last `/`. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

function toSafeWord(text: string): string {
  const word = foldToAscii(text)
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, "_")
    .replace(/_(?=\.)/g, "")
    .replace(/^[._-]+|[._]+$/g, "");
  return RESERVED.test(word.split(".")[0] as string) ? `_${word}` : word;
}

function foldToAscii(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "");
}

function shortHash(text: string): string {
  return sha256Of(text).slice(0, HASH_DIGITS);
}
