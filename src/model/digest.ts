import { createHash, hash } from "node:crypto";
import { canonicalJson, type Json } from "./json.js";

/** SHA-256 of a value's canonical JSON, as 64 lower-case hex digits. */
export function digestJson(value: Json): string {
  return hash("sha256", canonicalJson(value));
}

const CHUNK = 65_536;

/** SHA-256 over texts that come one after the other, for what is too long to be one text. */
export class TextDigest {
  readonly #digest = createHash("sha256");
  #chunk = "";

  add(text: string): void {
    this.#chunk += text;
    if (this.#chunk.length < CHUNK) return;
    this.#digest.update(this.#chunk);
    this.#chunk = "";
  }

  /** The digest as 64 lower-case hex digits; nothing can be added afterwards. */
  end(): string {
    return this.#digest.update(this.#chunk).digest("hex");
  }
}
