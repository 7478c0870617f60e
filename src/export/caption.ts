import { isJsonObject } from "../model/json.js";
import type { Image } from "../model/resource.js";

/**
 * The caption of an image, one line: its declared captions, then those that others gave it, joined with ", "; without
 * any its prompt. Empty when there is neither.
 */
export function captionOf({ fields }: Image, fromOthers: readonly string[]): string {
  const labels = Array.isArray(fields.labels) ? fields.labels.filter(isJsonObject) : [];
  const declared = labels.filter(({ type }) => type === "caption").map(({ text }) => String(text));
  const captions = new Set([...declared, ...fromOthers].map(toOneLine).filter((text) => text !== ""));
  if (captions.size > 0) return [...captions].join(", ");
  return typeof fields.prompt === "string" ? toOneLine(fields.prompt) : "";
}

/** Trainers read one line of a caption file and take the rest for something else. */
function toOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
