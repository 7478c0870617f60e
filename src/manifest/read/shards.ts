import { resolve } from "node:path";
import { sha256Of } from "../../files/hash.js";
import { isNestedDeeper, type Json, MOST_LEVELS } from "../../model/json.js";
import type { Report } from "../text/problem.js";
import type { ProjectFiles } from "../text/project-files.js";
import { isProblem } from "../text/text-file.js";
import { findJsonSlip } from "../yaml/json-slip.js";
import type { ImageEntry } from "./entry.js";
import { type ManifestFile, placeUsedFile, type UsedFile, yamlSpot } from "./manifest-file.js";

/** Image entries of an album in album order, and the files besides the manifest that hold them. */
export interface EntryList {
  readonly entries: readonly ImageEntry[];
  readonly used: readonly UsedFile[];
  /** True when some entries could not be read. */
  readonly partial: boolean;
}

/** Reads the JSON Lines files that an album names, one image entry a line; empty lines are skipped. */
export function readShards(
  manifest: ManifestFile,
  names: readonly string[],
  files: ProjectFiles,
  report: Report,
): EntryList {
  const entries: ImageEntry[] = [];
  const used: UsedFile[] = [];
  let partial = false;
  names.forEach((name, index) => {
    const file = resolve(manifest.file, "..", name);
    const read = files.read(file, "jsonl-missing");
    if (isProblem(read)) {
      partial = true;
      report(placeUsedFile(read, name, yamlSpot(manifest.file, ["images", "jsonl", index])));
      return;
    }
    used.push({ name, sha256: sha256Of(read.bytes) });
    const shown = files.show(file);
    let offset = 0;
    read.text.split("\n").forEach((text, line) => {
      const start = offset;
      offset += text.length + 1;
      if (text.trim() === "") return;
      const spot = { file, format: "jsonl" as const, path: [line] };
      const value = parseLine(text, start, spot, report);
      if (value === undefined) partial = true;
      else entries.push({ value, spot, source: { file: shown, line: line + 1, column: 1 } });
    });
  });
  return { entries, used, partial };
}

/** NUL, half a surrogate pair, or a number so big that it may be infinite. */
const ODD_VALUE = /\\u(?:0000|d[89a-f])|\de\+?\d{3}|\d{200}/i;

function parseLine(text: string, start: number, spot: ImageEntry["spot"], report: Report): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    if (isNestedDeeper(value, MOST_LEVELS)) {
      report({ code: "nesting-too-deep", at: spot, summary: "The values are nested too deeply" });
      return undefined;
    }
    if (/\d{16}/.test(text)) checkNumbers(text, spot, report);
    if (ODD_VALUE.test(text)) checkValues(value, spot, report);
    return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    report({
      code: "jsonl-syntax",
      at: { file: spot.file, offset: start + findJsonSlip(text), length: 1 },
      summary: "This line is not JSON",
      expected: "one JSON object on each line",
    });
    return undefined;
  }
}

// JSON.parse rounds silently, so the digits are looked for in the text, outside its strings.
function checkNumbers(text: string, spot: ImageEntry["spot"], report: Report): void {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  for (const [digits] of bare.matchAll(/(?<![\d.])-?\d{16,}(?![\d.eE])/g)) {
    if (Number.isSafeInteger(Number(digits))) continue;
    report({
      code: "number-imprecise",
      at: { ...spot, mark: digits },
      summary: `${digits} is beyond 9007199254740991 and would lose digits`,
      expected: `"${digits}"`,
      help: "Quote the number.",
    });
  }
}

function checkValues(value: Json, spot: ImageEntry["spot"], report: Report): void {
  if (typeof value === "object" && value !== null) {
    const parts = Array.isArray(value) ? value.entries() : Object.entries(value);
    for (const [step, part] of parts)
      checkValues(part as Json, { ...spot, path: [...spot.path, step] }, report);
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    report({
      code: "number-not-finite",
      at: spot,
      summary: "The number is too large to store",
      expected: "a finite number",
    });
  }
  if (typeof value !== "string") return;
  if (value.includes("\0")) {
    report({ code: "text-has-nul", at: spot, summary: "The text contains a NUL character" });
  }
  if (/\p{Surrogate}/u.test(value)) {
    report({ code: "text-not-unicode", at: spot, summary: "The text contains half a surrogate pair" });
  }
}
