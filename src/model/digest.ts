import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "./json.js";

/** SHA-256 of a value's canonical JSON, as 64 lower-case hex digits. */
export function digestJson(value: Json): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
