import { validateAlbum, validateSetTemplate } from "../manifest/generated/validators.js";
import { type Address, kindOf, nameOf } from "../model/address.js";
import { specOf } from "../model/fields.js";
import { equalJson, type Json } from "../model/json.js";
import type { Fields } from "../model/resource.js";
import { parseTime } from "../model/time.js";
import { findAddressFault } from "./check-address.js";

type Entry = { [key: string]: Json };

const BAD_TEXT = /[\0\p{Surrogate}]/u;

/**
 * Why fields of a saved plan are none that a manifest of that address can declare, in a few words; undefined when they
 * are. Each field may instead have the value of a new row.
 */
export function findValueFault(address: Address, fields: Fields): string | undefined {
  const kind = kindOf(address);
  const declared: Entry = {};
  for (const [field, value] of Object.entries(fields)) {
    const spec = specOf(kind, field);
    if (spec === undefined) return `${field} is not a field of kind ${kind}`;
    if (spec.initial === undefined || !equalJson(value, spec.initial)) declared[field] = value;
  }
  if (Object.keys(declared).length === 0) return undefined;
  if (holdsBadText(declared)) return "a text has characters that no manifest can hold";
  const fault = kind === "image" ? checkImage(address, declared) : checkHead(address, kind, declared);
  return fault ?? checkSets(declared);
}

/** True for NUL and for half a surrogate pair, in a text or a key. */
function holdsBadText(value: Json): boolean {
  if (typeof value === "string") return BAD_TEXT.test(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, part]) => BAD_TEXT.test(key) || holdsBadText(part));
}

function checkImage(address: Address, { albums: _, ...fields }: Entry): string | undefined {
  if (typeof fields.created_at === "string" && parseTime(fields.created_at) !== fields.created_at)
    return "created_at is not a time";
  // Placeholders for facts that a change may omit.
  const facts: Entry = { file: nameOf(address), sha256: NO_DIGEST, bytes: 1, width: 1, height: 1 };
  const file = nest(fields, IMAGE_OBJECTS, facts);
  if (file.loras !== undefined && !Array.isArray(file.loras)) {
    file.lora = file.loras;
    delete file.loras;
  }
  const isValid = validateAlbum({ kind: "album", slug: "a", name: "a", images: [file] });
  return isValid ? undefined : describe(validateAlbum.errors, "/images/0/");
}

const NO_DIGEST = "0".repeat(64);
const IMAGE_OBJECTS = ["source", "metadata"];

function checkHead(address: Address, kind: "album" | "set-template", fields: Entry): string | undefined {
  const slug = nameOf(address);
  if (fields.slug !== undefined && fields.slug !== slug) return "its slug differs";
  if (kind === "album") {
    const { order, is_set_template, ...rest } = fields;
    if (is_set_template !== undefined) return "is_set_template is not a field of a manifest";
    if (order !== undefined && !/^[0-9a-f]{64}$/.test(String(order))) return "order is not a digest";
    const isValid = validateAlbum({ kind, name: "a", images: [], ...nest(rest, ["provenance"]), slug });
    return isValid ? undefined : describe(validateAlbum.errors, "/");
  }
  const { type = "set", is_set_template = true, items, item_key, ...rest } = fields;
  if (type !== "set" || is_set_template !== true) return "type is not that of a set template";
  const table = {
    // An empty list means a table with only a header, which no schema of values can express.
    rows: Array.isArray(items) && items.length === 0 ? STANDING_ITEMS : (items ?? STANDING_ITEMS),
    key: item_key ?? "k",
  };
  const isValid = validateSetTemplate({
    kind,
    name: "a",
    ...nest(rest, ["generation"]),
    slug,
    items: table,
  });
  return isValid ? undefined : describe(validateSetTemplate.errors, "/");
}

const STANDING_ITEMS = [{ k: "" }];

/** `generation.steps` → `generation: {steps}`, added to `nested`. Each of a hundred thousand changes comes here. */
function nest(fields: Entry, prefixes: readonly string[], nested: Entry = {}): Entry {
  for (const field in fields) {
    const value = fields[field] as Json;
    const dot = field.indexOf(".");
    const prefix = dot < 1 ? "" : field.slice(0, dot);
    if (!prefixes.includes(prefix)) nested[field] = value;
    else {
      // Without a prototype a key called __proto__ is a key.
      nested[prefix] ??= Object.create(null) as Entry;
      (nested[prefix] as Entry)[field.slice(dot + 1)] = value;
    }
  }
  return nested;
}

function describe(
  errors: readonly { instancePath: string; message?: string | undefined; params?: unknown }[] | null,
  under: string,
): string {
  const [error] = errors ?? [];
  const where = error?.instancePath.slice(under.length).replaceAll("/", ".") || "a field";
  const { additionalProperty } = (error?.params ?? {}) as { additionalProperty?: string };
  if (additionalProperty !== undefined) return `${additionalProperty} is not a field of a manifest`;
  return `${where} ${error?.message ?? "is wrong"}`;
}

function checkSets({ labels, albums }: Entry): string | undefined {
  if (albums !== undefined) {
    if (!Array.isArray(albums)) return "albums is not a list";
    if (albums.some((album) => typeof album !== "string" || findAddressFault(album, "album") !== undefined))
      return "albums has an entry that is not an album";
    if (!isAscending(albums.map(String))) return "albums is not in order";
  }
  if (labels === undefined) return undefined;
  const keys = (labels as readonly { text: string; type: string }[]).map(
    ({ text, type }) => `${type}\0${text}`,
  );
  return isAscending(keys) ? undefined : "labels are not in order";
}

function isAscending(texts: readonly string[]): boolean {
  return texts.every((text, index) => index === 0 || (texts[index - 1] as string) < text);
}
