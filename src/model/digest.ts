import { createHash, hash } from "node:crypto";
import { canonicalJson, type Json } from "./json.js";

/** SHA-256 of a value's canonical JSON, as 64 lower-case hex digits. */
export function digestJson(value: Json): string {
  return hash("sha256", canonicalJson(value));
}

const CHUNK = 65_536;

/** SHA-256 of all texts in a row, as 64 lower-case hex digits: for what is too long to be one text. */
export function digestTexts(texts: Iterable<string>): string {
  const digest = createHash("sha256");
  let chunk = "";
  for (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK) continue;
    digest.update(chunk);
    chunk = "";
  }
  return digest.update(chunk).digest("hex");
}
