import type { AlbumType } from "../../model/collect-rule.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { compareText } from "../../model/text-order.js";
import {
  type FoundLabel,
  type KnownTemplate,
  NO_TYPE,
  type TemplateItem,
} from "../source/collected-image.js";
import { readName } from "../source/name-parts.js";
import { baseName } from "../source/names.js";
import { dropCounter, foldWords, tagOfName, tagsOfWords } from "./vocabulary.js";

const TAG_KEYS = ["tags", "labels", "keywords"];
const CAPTION_KEY = "caption";
/** Names of single pictures and uploads are pieces of prompts, or whatever a person typed. */
const WITHOUT_NAMES: readonly AlbumType[] = ["singles", "upload", "collection"];
const TIMESTAMP = /^[\d\s:._TZ-]{6,}$/;

/** Labels of a sidecar, and the keys that they say everything of. */
interface SidecarLabels {
  readonly labels: readonly FoundLabel[];
  readonly spentKeys: readonly string[];
}

/** The template's item that a name stands for, and the tags of the name. */
interface NamedItem {
  readonly item: TemplateItem | undefined;
  readonly labels: readonly FoundLabel[];
}

/** Finds the item that the words of a file name stand for. `words`: without time and extension. */
export function readNamedItem(
  words: string,
  albumType: AlbumType,
  template: KnownTemplate | undefined,
): NamedItem {
  if (WITHOUT_NAMES.includes(albumType)) return { item: undefined, labels: [] };
  const folded = foldWords(words);
  const item = findItem(folded, template) ?? findItem(dropCounter(folded), template);
  const cells =
    item === undefined ? [] : (template?.keyColumns ?? []).map((column) => item.cells[column] ?? "");
  const known = tagsOfWords(item === undefined ? dropCounter(folded) : foldWords(item.key));
  const named = known.length === 0 && albumType === "reference-pack" ? tagOfName(folded) : undefined;
  return {
    item,
    labels: toTags([
      ...(named === undefined ? [] : [named]),
      ...known,
      ...cells.map((cell) => cell.trim().toLowerCase()),
    ]),
  };
}

/** Key of the item of a template that the name of a file stands for. An album without a type has none. */
export function findNamedItem(
  file: string,
  albumType: AlbumType | undefined,
  template: string,
  { templates, timeZone }: { readonly templates: readonly KnownTemplate[]; readonly timeZone: string },
): string | undefined {
  const known = templates.find(({ slug }) => slug === template);
  return readNamedItem(readName(baseName(file), timeZone).words, albumType ?? NO_TYPE, known).item?.key;
}

/** Tags and caption of a sidecar. A tag that is a time or the whole prompt is none; such a list stays in `metadata`. */
export function readSidecarLabels(sidecar: JsonObject): SidecarLabels {
  const prompt = typeof sidecar.prompt === "string" ? foldWords(sidecar.prompt) : "";
  const isTag = (text: string): boolean => !TIMESTAMP.test(text) && foldWords(text) !== prompt;
  const lists = TAG_KEYS.filter((key) => Object.hasOwn(sidecar, key)).map((key) => {
    const texts = listTags(sidecar[key] as Json);
    const tags = (texts ?? []).filter(isTag);
    return { key, tags, isSpent: texts !== undefined && tags.length === texts.length };
  });
  const caption = sidecar[CAPTION_KEY];
  const hasCaption = typeof caption === "string" && caption.trim() !== "";
  return {
    labels: [
      ...(hasCaption ? [{ text: caption.trim(), type: "caption" as const }] : []),
      ...toTags(lists.flatMap(({ tags }) => tags)),
    ],
    spentKeys: [
      ...lists.filter(({ isSpent }) => isSpent).map(({ key }) => key),
      ...(hasCaption ? [CAPTION_KEY] : []),
    ],
  };
}

/** Labels of both, sorted by type, then text; of tags that differ in letter case the first stays. */
export function joinLabels(...lists: readonly (readonly FoundLabel[])[]): readonly FoundLabel[] {
  const labels = new Map<string, FoundLabel>();
  for (const label of lists.flat()) {
    const key = `${label.type} ${label.text.toLowerCase()}`;
    if (!labels.has(key)) labels.set(key, label);
  }
  return [...labels.values()].sort((a, b) => compareText(a.type, b.type) || compareText(a.text, b.text));
}

function findItem(folded: string, template: KnownTemplate | undefined): TemplateItem | undefined {
  if (folded === "") return undefined;
  const matches = (template?.items ?? []).filter(({ key }) => foldWords(key) === folded);
  return matches.length === 1 ? matches[0] : undefined;
}

function listTags(value: Json): readonly string[] | undefined {
  const parts = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(parts)) return undefined;
  const texts = parts.map((part: Json) => (isJsonObject(part) ? part.text : part));
  if (!texts.every((text) => typeof text === "string")) return undefined;
  return texts.map((text) => text.trim()).filter((text) => text !== "");
}

function toTags(texts: readonly string[]): readonly FoundLabel[] {
  return joinLabels(texts.filter((text) => text !== "").map((text) => ({ text, type: "tag" })));
}
