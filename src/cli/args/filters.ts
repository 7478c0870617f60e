import type { Filters, ListRequest } from "../../engine/list.js";
import { usageFailure } from "../../engine/project/failure.js";
import { didYouMean } from "../../manifest/text/suggest.js";

type Noun = keyof Filters;

/** The words of `key:value` conditions by what is listed, with the field that each sets. */
const FIELDS: { readonly [N in Noun]: { readonly [word: string]: keyof Required<Filters[N]> & string } } = {
  albums: { type: "type", template: "template", public: "isPublic", text: "text" },
  templates: { lora: "lora", public: "isPublic", text: "text" },
  images: {
    album: "album",
    type: "type",
    template: "template",
    item: "item",
    label: "label",
    lora: "lora",
    nsfw: "isNsfw",
    public: "isPublic",
    text: "text",
  },
  items: { template: "template", album: "album", item: "item", missing: "isMissing" },
};

const ANSWERS: { readonly [word: string]: boolean } = { yes: true, true: true, no: false, false: false };

/** Reads conditions such as `type:deck nsfw:no`; words without a colon are looked for in the texts. Throws a usage failure. */
export function readListRequest(noun: Noun, words: readonly string[]): ListRequest {
  const fields: { readonly [word: string]: string } = FIELDS[noun];
  const conditions = new Map<string, string | boolean>();
  const plain: string[] = [];
  for (const word of words) {
    const colon = word.indexOf(":");
    if (colon < 0) {
      plain.push(word);
      continue;
    }
    const key = word.slice(0, colon);
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) throw unknownFilter(noun, key);
    if (conditions.has(field)) throw usageFailure(`${key}: is given more than once`, "Give it once.");
    conditions.set(field, readValue(key, field, word.slice(colon + 1)));
  }
  const rest = noun === "items" ? "template" : "text";
  if (plain.length > 0 && noun === "items" && conditions.has(rest))
    throw usageFailure("the set template is given more than once", "Give it once.");
  if (plain.length > 0 && !conditions.has(rest)) conditions.set(rest, plain.join(" "));
  return { noun, filter: Object.fromEntries(conditions) } as ListRequest;
}

function readValue(key: string, field: string, value: string): string | boolean {
  if (value === "")
    throw usageFailure(`${key}: has no value`, `Write it together, e.g. ${key}:yes or ${key}:name.`);
  if (!field.startsWith("is")) return value;
  const answer = Object.hasOwn(ANSWERS, value) ? ANSWERS[value] : undefined;
  if (answer === undefined)
    throw usageFailure(`${key}: can't be "${value}"`, `Write ${key}:yes or ${key}:no.`);
  return answer;
}

function unknownFilter(noun: Noun, key: string): Error {
  const words = Object.keys(FIELDS[noun]);
  return usageFailure(
    `${noun} can't be filtered by "${key}"${didYouMean(key, words)}`,
    `Use one of: ${words.map((word) => `${word}:`).join(" ")}${words.includes("text") ? " For a text with a colon write text:…" : ""}`,
  );
}
