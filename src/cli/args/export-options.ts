import { usageFailure } from "../../engine/project/failure.js";
import type { ExportFormat } from "../../export/export.js";
import type { Flags } from "./flags.js";
import type { OptionSpec } from "./option-spec.js";
import { WORKERS } from "./options.js";

export const DEFAULT_REPEATS = 10;
export const DEFAULT_SHARD_IMAGES = 1000;

/** The options of `sync export`. */
export const EXPORT_OPTIONS: readonly OptionSpec[] = [
  {
    name: "format",
    value: { kind: "choice", choices: ["kohya", "imagefolder", "webdataset"] },
    summary: "kohya folders, Hugging Face imagefolder, or WebDataset shards (required)",
  },
  {
    name: "out",
    short: "o",
    value: { kind: "folder", label: "DIR" },
    summary: "a folder that is new or empty (required)",
  },
  { name: "any-album", summary: "also albums that are not marked as training source" },
  { name: "include-nsfw", summary: "also pictures that are marked nsfw" },
  {
    name: "repeats",
    value: { kind: "count", label: "N", min: 1 },
    summary: `kohya: how often a picture is shown in an epoch (default: ${DEFAULT_REPEATS})`,
  },
  {
    name: "shard-images",
    value: { kind: "count", label: "N", min: 1 },
    summary: `webdataset: pictures in one tar (default: ${DEFAULT_SHARD_IMAGES})`,
  },
  {
    name: "strict",
    summary: "kohya: refuse formats that its loader does not read, instead of converting them to PNG",
  },
  { ...WORKERS, summary: "pictures read and decoded at the same time" },
  { name: "json", summary: "print the summary as JSON" },
];

/** The one format that each of these options is about. */
const FORMAT_OF: readonly (readonly [option: string, format: ExportFormat])[] = [
  ["repeats", "kohya"],
  ["strict", "kohya"],
  ["shard-images", "webdataset"],
];

/** Throws a usage failure for an option that is about another format. */
export function rejectOtherFormats(format: ExportFormat, flags: Flags): void {
  const given = FORMAT_OF.find(([option, its]) => its !== format && flags.firstGiven([option]) !== undefined);
  if (given === undefined) return;
  const [option, its] = given;
  throw usageFailure(
    `--${option} goes with --format ${its} only`,
    `Leave out --${option}, or export as ${its}.`,
  );
}
