import { sha256Of } from "../../files/hash.js";

const LONGEST_STEM = 64;
const HASH_DIGITS = 8;

/** Gives each file a stem of its own that every trainer and archive can bear. */
export class StemNames {
  readonly #taken = new Set<string>();

  /**
   * The base name of a path without its extension: letters, digits, `_` and `-` only (a dot would end a WebDataset key),
   * at most 64 characters; with a digest of the path where another file has that stem already, in any case of letters.
   */
  choose(file: string): string {
    const base = file.slice(file.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
    const plain = toPlain(base).slice(0, LONGEST_STEM);
    const stem = this.#taken.has(plain.toLowerCase()) ? addDigest(plain, file) : plain;
    this.#taken.add(stem.toLowerCase());
    return stem;
  }
}

/** A slug as the name of one folder. */
export function flattenSlug(slug: string): string {
  return toPlain(slug.replaceAll("/", "-"));
}

function toPlain(text: string): string {
  return text.normalize("NFC").replace(/[^A-Za-z0-9_-]+/g, "_") || "_";
}

function addDigest(stem: string, file: string): string {
  const digest = sha256Of(file).slice(0, HASH_DIGITS);
  return `${stem.slice(0, LONGEST_STEM - HASH_DIGITS - 1)}-${digest}`;
}
