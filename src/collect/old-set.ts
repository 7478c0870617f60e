import { isJsonObject, type Json, type JsonObject } from "../model/json.js";
import { foldItem, type Item, isNameless, placeholdersOf } from "../model/prompt.js";
import { toSlug, toWords } from "./source/names.js";

/** Keys of an old set that a template has under the same name. */
const TEXTS = ["description", "base_prompt", "prompt_template", "style_suffix", "example_theme"];
/** Keys that go to `generation`. */
const SETTINGS = ["width", "height", "negative_prompt", "steps", "guidance_scale"];
const FLAGS = { is_public: "public", public: "public", training_source: "training_source" } as const;

/** A set of an old configuration as a template manifest, its items left out. */
interface TranslatedSet {
  readonly slug: string;
  readonly declared: JsonObject;
  /** Keys that no template has a place for, or whose value does not fit. */
  readonly left: readonly string[];
}

/** Translates one set of an old configuration; `id` is its key there. */
export function translateSet(id: string, old: JsonObject): TranslatedSet {
  const loras = translateLoras(old.loras);
  const generation = pick(old, SETTINGS, (key, value) =>
    key === "negative_prompt" ? typeof value === "string" : typeof value === "number",
  );
  const texts = pick(old, TEXTS, (_key, value) => typeof value === "string");
  const flags = Object.entries(FLAGS)
    .filter(([key]) => typeof old[key] === "boolean")
    .map(([key, name]) => [name, old[key] as boolean] as const);
  const slug = toSlug(id);
  const used = new Set([
    ...["name", "csv_path", ...Object.keys(texts), ...Object.keys(generation)],
    ...Object.keys(FLAGS).filter((key) => typeof old[key] === "boolean"),
    ...(loras === undefined ? [] : ["loras"]),
  ]);
  return {
    slug,
    declared: {
      kind: "set-template",
      slug,
      name: typeof old.name === "string" && old.name !== "" ? old.name : toWords(id),
      ...Object.fromEntries(flags),
      ...texts,
      ...(Object.keys(generation).length > 0 && { generation }),
      ...(loras !== undefined && { loras }),
    },
    left: Object.keys(old).filter((key) => old[key] !== null && !used.has(key)),
  };
}

/** A template that names each item differently, taken from the start of the prompt where that does. */
export function chooseKey(
  columns: readonly string[],
  items: readonly Item[],
  prompt: Json | undefined,
): string {
  const start = typeof prompt === "string" ? (prompt.split(/[,.;:]/)[0] ?? "").trim() : "";
  const known = placeholdersOf(start).filter(({ name }) => columns.includes(name));
  const fits = known.length > 0 && known.length === placeholdersOf(start).length;
  const candidates = [
    ...(fits ? [start] : []),
    ...columns.map((column) => `{${column}}`),
    ...columns.map((_column, index) =>
      columns
        .slice(0, index + 1)
        .map((name) => `{${name}}`)
        .join(" "),
    ),
  ];
  return candidates.find((key) => isUnique(key, items)) ?? candidates.at(-1) ?? "";
}

/** True when manifests with this key would be accepted. */
function isUnique(key: string, items: readonly Item[]): boolean {
  const names = items.map((item) => foldItem(key, item));
  return !items.some((item) => isNameless(key, item)) && new Set(names).size === items.length;
}

/** Undefined when there are none that have both a path and a weight. */
function translateLoras(loras: Json | undefined): Json | undefined {
  if (!Array.isArray(loras)) return undefined;
  const list = (loras as readonly Json[]).filter(isJsonObject);
  const fits = list.every(({ path, weight }) => typeof path === "string" && typeof weight === "number");
  return fits && list.length === loras.length
    ? list.map(({ path, weight }) => ({ path: path as Json, weight: weight as Json }))
    : undefined;
}

function pick(
  old: JsonObject,
  keys: readonly string[],
  fits: (key: string, value: Json) => boolean,
): JsonObject {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = old[key];
      return value !== undefined && value !== null && fits(key, value) ? [[key, value]] : [];
    }),
  );
}
