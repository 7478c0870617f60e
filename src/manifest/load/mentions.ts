import type { Json } from "../../model/json.js";
import { foldPath } from "../../model/text-order.js";
import type { ProjectFiles } from "../text/project-files.js";
import { isProblem } from "../text/text-file.js";
import { readCanonical } from "../yaml/canonical-read.js";
import { readYaml } from "../yaml/yaml-read.js";

/** What parts the words of a name; every YAML scalar begins and ends at one of them or at the end of a line. */
const BETWEEN = /[\s"'`,:{}[\]]+/;
/** So many words are looked for one by one; more of them in one pass over the words of a text. */
const FEW = 20;

/** Finds out which texts of manifests may hold one of these names, in any letter case and as a path or a filename. */
export function createMentions(names: Iterable<string>): (text: string) => boolean {
  const words = new Set<string>();
  for (const name of names) words.add(longestWord(fold(name)));
  const list = [...words];
  if (words.has("")) return () => true;
  return (text) => {
    const folded = fold(text);
    return list.length <= FEW
      ? list.some((word) => folded.includes(word))
      : folded.split(BETWEEN).some((word) => words.has(word));
  };
}

/**
 * The text of a manifest in which every name that it says stands as it is: what it says, if it has escapes. Undefined for
 * one that can't be read.
 */
export function readPlainText(file: string, files: ProjectFiles): string | undefined {
  const read = files.read(file, "file-missing");
  if (isProblem(read)) return undefined;
  if (!read.text.includes("\\")) return read.text;
  const { value } = readCanonical(read.text) ?? readYaml(read.text);
  return value === undefined ? undefined : [...listTexts(value)].join("\n");
}

function* listTexts(value: Json): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) yield* listTexts(item);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value as { readonly [key: string]: Json })) {
      yield key;
      yield* listTexts(item);
    }
}

function fold(text: string): string {
  return foldPath(text).replaceAll("/", "__");
}

function longestWord(name: string): string {
  return name.split(BETWEEN).reduce((longest, word) => (word.length > longest.length ? word : longest), "");
}
