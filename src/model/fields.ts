import type { Kind } from "./address.js";
import type { Json } from "./json.js";
import { compareText } from "./text-order.js";

/**
 * How a value is written and compared. `seed`: decimal text of any size; `time`: `YYYY-MM-DD HH:MM:SS.ffffff` in UTC;
 * `labels`, `albums`: sets that become rows of their own; `order`: digest of an album's list of images.
 */
type FieldType =
  | "text"
  | "boolean"
  | "integer"
  | "number"
  | "seed"
  | "time"
  | "json"
  | "labels"
  | "albums"
  | "order";

/**
 * One field that a manifest can own.
 * `column`: the column that holds it; with `key`, that top-level key of the JSON object in the column.
 * Without a column the registry (`sync_objects.fields`) is its only home.
 * `initial`: the value that a new row gets when the field is not declared; a field without one is never reset.
 */
export interface FieldSpec {
  readonly column?: string;
  readonly key?: string;
  readonly type: FieldType;
  readonly initial?: Json;
}

type FieldTable = { readonly [field: string]: FieldSpec };

const DECIMAL = /^(?:0|-?[1-9][0-9]*)$/;

/** The column is a signed 64-bit integer. */
const LARGEST = 2n ** 63n - 1n;

/** The largest seed that versions with six migrations wrote to the column. */
const LARGEST_BEFORE = 2n ** 31n - 1n;

/** Characters that are never too many for either. */
const SURE_TO_FIT = 9;

const GENERATION_COLUMN = "generation_config";

const SET_TEMPLATE: FieldTable = {
  slug: { column: GENERATION_COLUMN, key: "slug", type: "text" },
  name: { column: "name", type: "text" },
  // Always declared, as "set" and true: what tells a template from an album in the shared table.
  type: { column: "album_type", type: "text" },
  is_set_template: { column: "is_set_template", type: "boolean" },
  description: { column: "description", type: "text", initial: null },
  public: { column: "is_public", type: "boolean", initial: false },
  training_source: { column: "is_training_source", type: "boolean", initial: false },
  items: { column: "csv_data", type: "json", initial: null },
  item_key: { type: "text", initial: null },
  base_prompt: { column: "base_prompt", type: "text", initial: null },
  prompt_template: { column: "prompt_template", type: "text", initial: null },
  style_suffix: { column: "style_suffix", type: "text", initial: null },
  example_theme: { column: "example_theme", type: "text", initial: null },
  loras: { column: "lora_config", type: "json", initial: null },
};

const ALBUM: FieldTable = {
  slug: { column: GENERATION_COLUMN, key: "slug", type: "text" },
  name: { column: "name", type: "text" },
  description: { column: "description", type: "text", initial: null },
  type: { column: "album_type", type: "text", initial: null },
  set_template: { column: GENERATION_COLUMN, key: "set_template", type: "text", initial: null },
  is_set_template: { column: "is_set_template", type: "boolean", initial: false },
  public: { column: "is_public", type: "boolean", initial: false },
  training_source: { column: "is_training_source", type: "boolean", initial: false },
  order: { type: "order" },
};

const IMAGE: FieldTable = {
  sha256: { type: "text" },
  bytes: { type: "integer" },
  width: { column: "width", type: "integer", initial: null },
  height: { column: "height", type: "integer", initial: null },
  created_at: { column: "created_at", type: "time" },
  prompt: { column: "prompt", type: "text", initial: null },
  negative_prompt: { column: "negative_prompt", type: "text", initial: null },
  seed: { column: "seed", type: "seed", initial: null },
  steps: { column: "steps", type: "integer", initial: null },
  guidance_scale: { column: "guidance_scale", type: "number", initial: null },
  loras: { column: "lora_config", type: "json", initial: null },
  nsfw: { column: "is_nsfw", type: "boolean", initial: false },
  public: { column: "is_public", type: "boolean", initial: false },
  item: { type: "text", initial: null },
  labels: { type: "labels", initial: [] },
  albums: { type: "albums" },
};

/** Objects that are owned key by key; where a column is named it holds the whole object as JSON. */
const OWNED_OBJECTS: { readonly [K in Kind]: { readonly [prefix: string]: string | undefined } } = {
  "set-template": { generation: GENERATION_COLUMN },
  album: { provenance: undefined },
  image: { source: undefined, metadata: undefined },
};

/** The fixed fields of each kind, in the order in which they are shown. */
export const FIELDS: { readonly [K in Kind]: FieldTable } = {
  "set-template": SET_TEMPLATE,
  album: ALBUM,
  image: IMAGE,
};

/** The same to be looked up in: this is asked for every field of every object. */
const SPECS: { readonly [K in Kind]: ReadonlyMap<string, FieldSpec> } = {
  "set-template": new Map(Object.entries(SET_TEMPLATE)),
  album: new Map(Object.entries(ALBUM)),
  image: new Map(Object.entries(IMAGE)),
};

/** Places of the fixed fields. */
const RANKS: { readonly [K in Kind]: ReadonlyMap<string, number> } = {
  "set-template": rankOf(SET_TEMPLATE),
  album: rankOf(ALBUM),
  image: rankOf(IMAGE),
};

function rankOf(table: FieldTable): ReadonlyMap<string, number> {
  return new Map(Object.keys(table).map((field, place) => [field, place]));
}

/** The description of a field, `generation.steps` and its like included; undefined for a name that no kind has. */
export function specOf(kind: Kind, field: string): FieldSpec | undefined {
  const spec = SPECS[kind].get(field);
  if (spec !== undefined) return spec;
  const dot = field.indexOf(".");
  const prefix = field.slice(0, dot);
  if (dot < 1 || !Object.hasOwn(OWNED_OBJECTS[kind], prefix)) return undefined;
  const column = OWNED_OBJECTS[kind][prefix];
  const home = column === undefined ? {} : { column, key: field.slice(dot + 1) };
  return { ...home, type: "json", initial: null };
}

/** The prefixes (`generation`, `provenance`, …) whose keys are fields of their own. */
export function ownedObjects(kind: Kind): readonly string[] {
  return Object.keys(OWNED_OBJECTS[kind]);
}

/** Names of fields in the order in which they are shown: those of the kind's table first, then keys of objects by name. */
export function sortFields(kind: Kind, names: readonly string[]): readonly string[] {
  const ranks = RANKS[kind];
  const rank = (name: string) => ranks.get(name) ?? ranks.size;
  return [...names].sort((a, b) => rank(a) - rank(b) || compareText(a, b));
}

/** True for decimal text, as manifests declare seeds; the column can hold anything that others put there. */
export function isDecimal(value: Json | undefined): boolean {
  return typeof value === "string" && DECIMAL.test(value);
}

/** True when a field is a seed and its value has no room in the column, so that only our record holds it. */
export function isBigSeed(spec: FieldSpec | undefined, value: Json | undefined): boolean {
  return spec?.type === "seed" && isBeyond(value, LARGEST);
}

/** True for a seed beyond 32 bits: on PostgreSQL, or before migration 007-seeds, the record has it and the column NULL. */
export function isWideSeed(spec: FieldSpec | undefined, value: Json | undefined): boolean {
  return spec?.type === "seed" && isBeyond(value, LARGEST_BEFORE);
}

function isBeyond(value: Json | undefined, largest: bigint): boolean {
  if (typeof value !== "string" || value.length <= SURE_TO_FIT || !isDecimal(value)) return false;
  const seed = BigInt(value);
  return seed > largest || seed < -largest - 1n;
}
