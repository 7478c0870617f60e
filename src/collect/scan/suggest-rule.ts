import type { CollectRule } from "../../model/collect-rule.js";
import { FOLDER_TIME } from "../source/album-name.js";
import { toWords } from "../source/names.js";
import { compileRules } from "./folder-rule.js";

/**
 * A rule for a folder right below a root of this name that no rule matches, for a person to correct: a deck when its name
 * ends in a time, else singles.
 */
export function suggestRule(folder: string, rootName: string): CollectRule {
  const pattern = toPattern(folder, rootName);
  const time = FOLDER_TIME.exec(folder);
  if (time === null) return { pattern, type: "singles", slug: "singles/{folder}", name: "{folder}" };
  const words = toWords(folder.slice(0, time.index));
  const isPlain = words !== "" && !/[{}]/.test(words);
  return {
    pattern,
    type: "deck",
    slug: "decks/{folder}",
    name: isPlain ? `${words.charAt(0).toUpperCase()}${words.slice(1)}, {time}` : "{folder}",
  };
}

/** A pattern that matches the folder, never the root itself, and as few others as can be. */
function toPattern(folder: string, rootName: string): string {
  // Patterns have no escape for `*` and `?`; `?` stands for one character only.
  const [name, root] = [folder, rootName].map((text) => text.replaceAll("*", "?")) as [string, string];
  const rule = { pattern: name, type: "singles", slug: "", name: "" } as const;
  return compileRules([rule], rootName)([]) === undefined ? name : `${root}/${name}`;
}

/** A rule as one line of YAML, an entry of `collect.rules`. */
export function writeRule({ pattern, type, slug, name }: CollectRule): string {
  // A JSON text is a quoted YAML text too.
  const [quotedPattern, quotedSlug, quotedName] = [pattern, slug, name].map((text) => JSON.stringify(text));
  return `- { pattern: ${quotedPattern}, type: ${type}, slug: ${quotedSlug}, name: ${quotedName} }`;
}
