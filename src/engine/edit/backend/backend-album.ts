import { isJsonObject, type Json, type JsonObject } from "../../../model/json.js";
import type { Item } from "../../../model/prompt.js";
import { usageFailure } from "../../project/failure.js";

/** What clients of the backend may say of an album or a set template. Lists and objects also come as JSON text. */
export interface BackendAlbum {
  readonly name?: string;
  readonly description?: string | null;
  readonly album_type?: string | null;
  readonly is_public?: boolean | 0 | 1;
  readonly is_training_source?: boolean | 0 | 1;
  readonly is_set_template?: boolean | 0 | 1;
  readonly csv_data?: Json;
  readonly base_prompt?: string | null;
  readonly prompt_template?: string | null;
  readonly style_suffix?: string | null;
  readonly example_theme?: string | null;
  readonly lora_config?: Json;
  readonly generation_config?: Json;
}

/** The same in the words of manifests; members that were not given are left out. Blank text is null. */
export interface AlbumValues {
  readonly name?: string;
  readonly description?: string | null;
  readonly type?: string | null;
  readonly public?: boolean;
  readonly training_source?: boolean;
  readonly base_prompt?: string | null;
  readonly prompt_template?: string | null;
  readonly style_suffix?: string | null;
  readonly example_theme?: string | null;
  readonly items?: readonly Item[];
  readonly loras?: readonly JsonObject[];
  readonly generation?: JsonObject;
}

const TEXTS = ["description", "base_prompt", "prompt_template", "style_suffix", "example_theme"] as const;
/** Members of generation_config that are ours. */
const OWN_SETTINGS = ["slug", "set_template"];

/** Reads what a client or a row says. Throws a usage failure for what is none of it. */
export function readAlbum(album: BackendAlbum): AlbumValues {
  const { name, album_type, is_public, is_training_source, csv_data, lora_config, generation_config } = album;
  const texts = TEXTS.flatMap((key) => {
    const text = album[key];
    return text === undefined ? [] : [[key, text === null || text.trim() === "" ? null : text] as const];
  });
  return {
    ...(name !== undefined && { name }),
    ...Object.fromEntries(texts),
    ...(album_type !== undefined && { type: album_type }),
    ...(is_public !== undefined && { public: Boolean(is_public) }),
    ...(is_training_source !== undefined && { training_source: Boolean(is_training_source) }),
    ...(csv_data !== undefined && { items: readItems(csv_data) }),
    ...(lora_config !== undefined && { loras: readLoras(lora_config) }),
    ...(generation_config !== undefined && { generation: readSettings(generation_config) }),
  };
}

/** A row that says these values. `own`: the generation_config that the row has, whose settings of ours stay. */
export function toCells(
  values: AlbumValues,
  own: string | null,
): { readonly [column: string]: string | number | null } {
  const { name, type, items, loras, generation, public: isPublic, training_source } = values;
  const texts = TEXTS.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]] as const]));
  const jsonOf = (value: Json) => (Object.keys(value as object).length === 0 ? null : JSON.stringify(value));
  return {
    ...(name !== undefined && { name }),
    ...Object.fromEntries(texts),
    ...(type !== undefined && { album_type: type }),
    ...(isPublic !== undefined && { is_public: isPublic ? 1 : 0 }),
    ...(training_source !== undefined && { is_training_source: training_source ? 1 : 0 }),
    ...(items && { csv_data: jsonOf(items) }),
    ...(loras && { lora_config: jsonOf(loras) }),
    ...(generation && { generation_config: jsonOf({ ...readOwnSettings(own), ...generation }) }),
  };
}

function readOwnSettings(own: string | null): JsonObject {
  const value = parse("generation_config", own);
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([key]) => OWN_SETTINGS.includes(key)));
}

/** Each item with all columns of any: a table has no other. */
function readItems(given: Json): readonly Item[] {
  const rows = readList("csv_data", given);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column, textOf(row, column)])));
}

function textOf(row: JsonObject, column: string): string {
  const cell = Object.hasOwn(row, column) ? (row[column] as Json) : null;
  return typeof cell === "string" ? cell : cell === null ? "" : JSON.stringify(cell);
}

function readLoras(given: Json): readonly JsonObject[] {
  return readList("lora_config", given).map(({ path, weight }) => {
    if (typeof path !== "string" || path === "" || typeof weight !== "number")
      throw usageFailure("an entry of lora_config lacks path or weight", "Give both.");
    return { path, weight };
  });
}

function readSettings(given: Json): JsonObject {
  const value = parse("generation_config", given);
  if (value === null) return {};
  if (!isJsonObject(value)) throw usageFailure("generation_config is no object", "Send a JSON object.");
  return Object.fromEntries(Object.entries(value).filter(([key]) => !OWN_SETTINGS.includes(key)));
}

function readList(name: string, given: Json): readonly JsonObject[] {
  const value = parse(name, given);
  if (value === null) return [];
  if (!Array.isArray(value) || !value.every(isJsonObject))
    throw usageFailure(`${name} is no list of objects`, "Send a JSON array of objects.");
  return value;
}

function parse(name: string, given: Json): Json {
  if (typeof given !== "string") return given;
  try {
    return given.trim() === "" ? null : (JSON.parse(given) as Json);
  } catch {
    throw usageFailure(`${name} is no JSON`, "Send a value, or JSON text of one.");
  }
}
