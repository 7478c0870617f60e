import type { AlbumManifest, ImageFile, Label } from "../../model/generated/album.js";
import type { Json } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import { compareText } from "../../model/text-order.js";
import { parseTime } from "../../model/time.js";
import type { NodeSpot, Report } from "../text/problem.js";
import { spotIn } from "./entry.js";
import { type FieldDraft, pick, pickOwned } from "./fields.js";

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

/** Fields that an album declares for all its images. */
export interface ImageDefaults {
  readonly values: Fields;
  /** Their names, ascending. */
  readonly names: readonly string[];
}

/** The fields that an album's defaults declare. */
export function readDefaults(declared: Defaults, spot: NodeSpot, report: Report): ImageDefaults {
  const values = addFields({}, declared, spot, report);
  return { values, names: Object.keys(values).sort() };
}

/**
 * The fields of an entry in the form in which they are compared, together with the defaults that it does not replace;
 * `inherited` names the latter, ascending.
 */
export function readImageFields(
  entry: ImageFile,
  spot: NodeSpot,
  defaults: ImageDefaults,
  report: Report,
): { readonly fields: FieldDraft; readonly inherited: readonly string[] } {
  const all = defaults.names;
  const kept = all.filter((field) => !says(entry, keyOf(field)));
  // One list for all entries that inherit everything.
  const inherited = kept.length === all.length ? all : kept;
  const fields = pick(defaults.values, inherited);
  return { fields: addFields(fields, entry, spot, report), inherited };
}

function addFields(
  fields: FieldDraft,
  declared: ImageFile | Defaults,
  spot: NodeSpot,
  report: Report,
): FieldDraft {
  pick(declared, COPIED, fields);
  if (declared.created_at !== undefined) fields.created_at = readTime(declared.created_at, spot, report);
  if (declared.seed !== undefined) fields.seed = declared.seed === null ? null : String(declared.seed);
  const loras = readLoras(declared, spot, report);
  if (loras !== undefined) fields.loras = loras;
  if (declared.labels !== undefined) fields.labels = readLabels(declared.labels ?? [], spot, report);
  pickOwned("source", declared.source, fields);
  return pickOwned("metadata", declared.metadata, fields);
}

/** The key of an entry that declares a field: `source` for `source.model`. */
function keyOf(field: string): string {
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
    summary: `${text} is not a valid time`,
    expected: "a time such as 2025-10-13T21:35:33.481220Z",
  });
  return "";
}

function readLabels(labels: readonly Label[], spot: NodeSpot, report: Report): Json {
  const sorted = labels.map(({ text, type }) => ({ text, type })).sort(compareLabels);
  const repeats = sorted.some((label, index) => {
    const previous = sorted[index - 1];
    return previous !== undefined && compareLabels(previous, label) === 0;
  });
  if (repeats) reportRepeats(labels, spot, report);
  return sorted;
}

function reportRepeats(labels: readonly Label[], spot: NodeSpot, report: Report): void {
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
      summary: `The label "${text}" of type ${type} is declared twice`,
      related: [{ message: "first declared here", at: spotIn(spot, ["labels", first]) }],
    });
  });
}

function compareLabels(a: Label, b: Label): number {
  return compareText(a.type, b.type) || compareText(a.text, b.text);
}
