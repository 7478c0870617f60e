import { dirname, relative, sep } from "node:path";
import { chooseKey } from "../collect/old-set.js";
import { renderManifest, type TextToWrite } from "../manifest/edit/render.js";
import { formatCsv } from "../manifest/text/csv-write.js";
import { isJsonObject, type Json, type JsonObject } from "../model/json.js";
import { itemsOf } from "../model/prompt.js";
import type { Fields } from "../model/resource.js";
import type { NewTable } from "./item-table.js";
import { addComments } from "./teach.js";

/** A set that is to be made. Paths are absolute. */
interface NewSet {
  readonly slug: string;
  readonly name: string;
  readonly manifest: string;
  readonly csv: string;
  readonly schemas: string | undefined;
  readonly table: NewTable;
  /** Fields of the template whose prompts and settings it takes over. */
  readonly like: Fields | undefined;
}

const TEXTS = ["base_prompt", "prompt_template", "style_suffix", "example_theme"];

const LESSONS = {
  items: "The items of the set: a row each. Every column can be a {placeholder} below.",
  "  key": "The name of an item, unique in the set. Pictures are tied to it.",
  prompt_template:
    "A prompt is base_prompt, this text filled from the row, and style_suffix, joined with full stops.",
};

const MORE = [
  "More that a template can say:",
  "base_prompt: What every picture shows",
  "style_suffix: ink drawing, plain background",
  "generation: { width: 1024, height: 1024, negative_prompt: blurry, steps: 30, guidance_scale: 7 }",
  "loras: [{ path: lora/Name.safetensors, weight: 0.8 }]",
];

/** The manifest of a new set and the CSV file of its items. */
export function draftSet(set: NewSet): readonly [TextToWrite, TextToWrite] {
  const [columns = [], ...rows] = set.table.rows;
  const prompt = set.like?.prompt_template ?? columns.map((column) => `{${column}}`).join(", ");
  const items = rows.map((cells) =>
    Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""])),
  );
  const key = set.like?.item_key ?? chooseKey(columns, items, prompt);
  const declared: JsonObject = {
    kind: "set-template",
    slug: set.slug,
    name: set.name,
    items: { csv: relative(dirname(set.manifest), set.csv).split(sep).join("/"), key },
    ...(set.like === undefined ? {} : copySettings(set.like)),
    prompt_template: prompt,
  };
  const [{ text }] = renderManifest(set.manifest, declared, set.schemas);
  return [
    { file: set.manifest, text: addComments(text, LESSONS, set.like === undefined ? MORE : []) },
    { file: set.csv, text: formatCsv(set.table.rows, "\n") },
  ];
}

/** The columns of a template's items, and the items as a table. */
export function tabulateItems({ items }: Fields): readonly (readonly string[])[] {
  const rows = itemsOf(items);
  const columns = Object.keys(rows[0] ?? {});
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))];
}

/** Prompts, settings and LoRAs; who sees the set and what it is called are its own. */
function copySettings(like: Fields): JsonObject {
  const texts = TEXTS.flatMap((key) => (typeof like[key] === "string" ? [[key, like[key]] as const] : []));
  const settings = Object.entries(like).flatMap(([key, value]) =>
    key.startsWith("generation.") ? [[key.slice("generation.".length), value] as const] : [],
  );
  return {
    ...Object.fromEntries(texts),
    ...(settings.length > 0 && { generation: Object.fromEntries(settings) }),
    ...(like.loras !== undefined && { loras: copyLoras(like.loras) }),
  };
}

function copyLoras(loras: Json): Json {
  return Array.isArray(loras) ? (loras as readonly Json[]).filter(isJsonObject) : loras;
}
