import type { JsonObject } from "../../model/json.js";

/** Keys of a manifest in the order in which they are written; those of templates and albums fit together. */
const DOCUMENT_KEYS = [
  "kind",
  "slug",
  "renamed_from",
  "adopts",
  "name",
  "description",
  "type",
  "set_template",
  "public",
  "training_source",
  "items",
  "base_prompt",
  "prompt_template",
  "style_suffix",
  "example_theme",
  "generation",
  "loras",
  "protect",
  "provenance",
  "defaults",
  "images",
];

/** Keys of an entry of an album's images. */
const ENTRY_KEYS = [
  "file",
  "ref",
  "renamed_from",
  "sha256",
  "bytes",
  "width",
  "height",
  "created_at",
  "prompt",
  "negative_prompt",
  "seed",
  "steps",
  "guidance_scale",
  "item",
  "loras",
  "lora",
  "nsfw",
  "public",
  "labels",
  "source",
  "metadata",
];

/** Which keys an object of a manifest has. */
export type KeyTable = "document" | "entry";

/** Place of a key in canonical order; unknown keys come last. */
export function keyRank(table: KeyTable, key: string): number {
  const rank = (table === "document" ? DOCUMENT_KEYS : ENTRY_KEYS).indexOf(key);
  return rank < 0 ? Number.MAX_SAFE_INTEGER : rank;
}

/** The object with its keys in canonical order; unknown ones last, as they were. */
export function sortKeys(table: KeyTable, value: JsonObject): JsonObject {
  const entries = Object.entries(value);
  return Object.fromEntries(entries.sort(([a], [b]) => keyRank(table, a) - keyRank(table, b)));
}
