import type { Json } from "../../model/json.js";

/**
 * The text of a JSON object with some top-level keys set, or taken out where the value is null. Every other member keeps
 * its very characters: parsing and writing them again would round big numbers that are not ours. `text` must be a valid
 * object, or null for none; the result is null when no member is left.
 */
export function mergeObjectText(text: string | null, patch: ReadonlyMap<string, Json>): string | null {
  const members = new Map(text === null ? [] : splitMembers(text));
  for (const [key, value] of patch) {
    if (value === null) members.delete(key);
    else members.set(key, JSON.stringify(value));
  }
  if (members.size === 0) return null;
  const parts = Array.from(members, ([key, value]) => `${JSON.stringify(key)}: ${value}`);
  return `{${parts.join(", ")}}`;
}

/** Keys and raw values of the members of an object, in order; of equal keys the last value counts, as in JSON.parse. */
function splitMembers(text: string): readonly (readonly [string, string])[] {
  const body = text.trim().slice(1, -1);
  return splitAt(body, ",")
    .filter((member) => member.trim() !== "")
    .map((member) => {
      const [key = ""] = splitAt(member, ":");
      return [JSON.parse(key) as string, member.slice(key.length + 1).trim()];
    });
}

/** Splits at a character that stands outside of strings and brackets. */
function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (quoted) {
      if (character === "\\") at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
