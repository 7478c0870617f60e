import type { AlbumManifest, ImageFile, Label } from "../model/generated/album.js";
import type { Json } from "../model/json.js";
import type { Fields } from "../model/resource.js";
import { parseTime } from "../model/time.js";
import { spotIn } from "./entry.js";
import { pick, pickOwned } from "./fields.js";
import type { NodeSpot, Report } from "./problem.js";

type Defaults = NonNullable<AlbumManifest["defaults"]>;

const COPIED = [
  "sha256",
  "bytes",
  "width",
  "height",
  "prompt",
  "negative_prompt",
  "steps",
  "guidance_scale",
  "nsfw",
  "public",
  "item",
];

/** The fields that an entry, or an album's defaults, declare, in the form in which they are compared. */
export function readImageFields(declared: ImageFile | Defaults, spot: NodeSpot, report: Report): Fields {
  const loras = readLoras(declared, spot, report);
  return {
    ...pick(declared, COPIED),
    ...(declared.created_at !== undefined && { created_at: readTime(declared.created_at, spot, report) }),
    ...(declared.seed !== undefined && { seed: declared.seed === null ? null : String(declared.seed) }),
    ...(loras !== undefined && { loras }),
    ...(declared.labels !== undefined && { labels: readLabels(declared.labels ?? [], spot, report) }),
    ...pickOwned("source", declared.source),
    ...pickOwned("metadata", declared.metadata),
  };
}

/** Fields of an entry together with the defaults that it does not replace; `inherited` names the latter, ascending. */
export function applyDefaults(
  entry: ImageFile,
  own: Fields,
  defaults: Fields,
): { readonly fields: Fields; readonly inherited: readonly string[] } {
  const inherited = Object.keys(defaults)
    .filter((field) => !says(entry, keyOf(field)))
    .sort();
  const values = inherited.map((field): [string, Json] => [field, defaults[field] as Json]);
  return { fields: { ...Object.fromEntries(values), ...own }, inherited };
}

/** The key of an entry that declares a field: `source` for `source.model`. */
export function keyOf(field: string): string {
  const dot = field.indexOf(".");
  return dot < 0 ? field : field.slice(0, dot);
}

function says(entry: object, key: string): boolean {
  return Object.hasOwn(entry, key) || (key === "loras" && Object.hasOwn(entry, "lora"));
}

function readLoras(declared: ImageFile | Defaults, spot: NodeSpot, report: Report): Json | undefined {
  if (declared.lora !== undefined && declared.loras !== undefined) {
    report({
      code: "lora-and-loras",
      at: spotIn(spot, ["lora"], "key"),
      summary: "Both lora and loras are declared",
      expected: "one of the two",
      related: [{ message: "loras", at: spotIn(spot, ["loras"], "key") }],
    });
  }
  return (declared.loras ?? declared.lora ?? (says(declared, "loras") ? null : undefined)) as
    | Json
    | undefined;
}

function readTime(text: string, spot: NodeSpot, report: Report): string {
  const time = parseTime(text);
  if (time !== undefined) return time;
  report({
    code: "bad-time",
    at: spotIn(spot, ["created_at"]),
    summary: `No calendar has the time ${text}`,
    expected: "a time such as 2025-10-13T21:35:33.481220Z",
  });
  return "";
}

function readLabels(labels: readonly Label[], spot: NodeSpot, report: Report): Json {
  const firsts = new Map<string, number>();
  labels.forEach(({ text, type }, index) => {
    const key = `${type}\0${text}`;
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, index);
      return;
    }
    report({
      code: "duplicate-label",
      at: spotIn(spot, ["labels", index]),
      summary: `The label "${text}" of type ${type} is there twice`,
      related: [{ message: "the first one", at: spotIn(spot, ["labels", first]) }],
    });
  });
  return labels
    .map(({ text, type }) => ({ text, type }))
    .sort((a, b) => compare(a.type, b.type) || compare(a.text, b.text));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
