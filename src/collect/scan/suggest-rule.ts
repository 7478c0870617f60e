import type { CollectRule } from "../../model/collect-rule.js";
import { FOLDER_TIME } from "../source/album-name.js";
import { toWords } from "../source/names.js";

/** A rule for a folder that none matches, for a person to correct: a deck when its name ends in a time, else singles. */
export function suggestRule(folder: string): CollectRule {
  const time = FOLDER_TIME.exec(folder);
  if (time === null) return { pattern: folder, type: "singles", slug: "singles/{folder}", name: "{folder}" };
  const words = toWords(folder.slice(0, time.index));
  const isPlain = words !== "" && !/[{}]/.test(words);
  return {
    pattern: folder,
    type: "deck",
    slug: "decks/{folder}",
    name: isPlain ? `${words.charAt(0).toUpperCase()}${words.slice(1)}, {time}` : "{folder}",
  };
}

/** A rule as one line of YAML, an entry of `collect.rules`. */
export function writeRule({ pattern, type, slug, name }: CollectRule): string {
  // A JSON text is a quoted YAML text too.
  const [quotedPattern, quotedSlug, quotedName] = [pattern, slug, name].map((text) => JSON.stringify(text));
  return `- { pattern: ${quotedPattern}, type: ${type}, slug: ${quotedSlug}, name: ${quotedName} }`;
}
