import { sha256Of } from "../../files/hash.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { Notice } from "../source/collected-image.js";
import { decodeText } from "../source/decode-text.js";
import type { FactValues } from "../source/fact-sheet.js";
import type { FileStamp } from "../source/file-stamp.js";
import { showName } from "../source/names.js";
import { readBytes } from "../source/read-bytes.js";
import { type LosslessJson, readJson } from "../source/read-json.js";

/** A sidecar that could be read. */
export interface Sidecar {
  readonly content: JsonObject;
  readonly sha256: string;
  readonly bytes: number;
  readonly stamp: FileStamp;
  readonly warnings: readonly Notice[];
  /** Of a text: the recipe that it states, and the text itself. */
  readonly recipe?: FactValues;
  readonly text?: string;
}

const FIX = "Fix the sidecar and collect again. The image was collected without it.";
const LONGEST_SIDECAR = 8 * 1024 * 1024;

/** Reads the JSON object of a sidecar without losing a digit, or says why there is none. `file`: for messages. */
export function readSidecar(path: Buffer, file: string): Sidecar | Notice {
  const read = readBytes(path, file, LONGEST_SIDECAR);
  if (!("bytes" in read)) return { ...read, code: "sidecar-unusable", help: FIX };
  const { text, encoding } = decodeText(read.bytes);
  const json = readJson(text);
  if (typeof json === "string") return fault(file, "is not JSON", text.trim() === "" ? "it is empty" : json);
  const { value } = json;
  if (!isJsonObject(value))
    return fault(file, "does not describe an image", `it is ${kindOf(value)} instead of an object`);
  return {
    content: keepReplaced(value, json),
    sha256: sha256Of(read.bytes),
    bytes: read.bytes.length,
    stamp: read.stamp,
    warnings: listWarnings(file, json, encoding),
  };
}

/** Values that a later duplicate replaced are facts as well. */
function keepReplaced(value: JsonObject, { replaced }: LosslessJson): JsonObject {
  if (replaced.length === 0) return value;
  return { ...value, replaced_values: replaced.map(({ key, value: old }) => ({ key, value: old })) };
}

function listWarnings(
  file: string,
  { replaced, notNumbers }: LosslessJson,
  encoding: string,
): readonly Notice[] {
  const keys = [...new Set(replaced.map(({ key }) => key))].sort().join(", ");
  const warnings = [
    keys !== "" && {
      code: "sidecar-duplicate-key",
      message: `${showName(file)} has duplicate keys with different values: ${keys}. The last value counts.`,
      help: "Keep one of the values in the sidecar; metadata.replaced_values lists the others.",
    },
    notNumbers && {
      code: "sidecar-not-a-number",
      message: `${showName(file)} holds NaN or Infinity, which is not valid JSON. It was kept as text.`,
      help: "Correct the value in the sidecar.",
    },
    encoding === "Latin-1" && {
      code: "sidecar-encoding",
      message: `${showName(file)} is not UTF-8. It was read as Latin-1.`,
      help: "Check accented letters in its prompt, and save it as UTF-8.",
    },
  ];
  return warnings.filter((warning) => warning !== false);
}

function fault(file: string, what: string, cause: string): Notice {
  return {
    code: "sidecar-unusable",
    message: `${showName(file)} ${what}: ${cause}.`,
    help: FIX,
  };
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
