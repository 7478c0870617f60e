import { isJsonObject, isNestedDeeper, type Json, MOST_LEVELS } from "../../model/json.js";
import type { DocumentPath } from "../../model/source.js";
import { readYaml } from "../yaml/yaml-read.js";
import { editJsonLine, editYaml } from "./edit.js";
import type { DocumentEdit } from "./edit-json.js";

/** What the bytes of an image file say. Width and height in pixels, as it is shown. */
export interface FileFacts {
  readonly sha256: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
}

/** The facts of a file under the asset root; undefined when they can't be read, which another check reports. */
export type LookUpFacts = (file: string, path: DocumentPath) => Promise<FileFacts | undefined>;

/** The YAML text of an album with the facts of its files filled in or put right; everything else stays as it is. */
export async function fillYamlFacts(text: string, lookUp: LookUpFacts): Promise<string> {
  const { value } = readYaml(text.replace(/^\ufeff/, ""));
  const images = isJsonObject(value) && Array.isArray(value.images) ? (value.images as readonly Json[]) : [];
  const edits: DocumentEdit[] = [];
  for (const [index, entry] of images.entries()) {
    edits.push(...(await listFactEdits(entry, ["images", index], lookUp)));
  }
  return edits.length === 0 ? text : editYaml(text, edits);
}

/** The same for a JSON Lines file; the path of an entry is the index of its line. Lines that are no object stay. */
export async function fillJsonLinesFacts(text: string, lookUp: LookUpFacts): Promise<string> {
  const lines: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const entry = parseLine(line);
    const found = await listFactEdits(entry, [index], lookUp);
    const edits = found.map(({ path, ...edit }) => ({ ...edit, path: path.slice(1) }) as DocumentEdit);
    lines.push(edits.length === 0 ? line : editJsonLine(line, edits));
  }
  return lines.join("\n");
}

async function listFactEdits(
  entry: Json,
  path: DocumentPath,
  lookUp: LookUpFacts,
): Promise<readonly DocumentEdit[]> {
  if (!isJsonObject(entry) || typeof entry.file !== "string") return [];
  const facts = await lookUp(entry.file, path);
  if (facts === undefined) return [];
  return Object.entries(facts)
    .filter(([key, fact]) => entry[key] !== fact)
    .map(([key, value]) => ({ edit: "set", path: [...path, key], value }));
}

function parseLine(line: string): Json {
  try {
    const value = line.trim() === "" ? null : (JSON.parse(line) as Json);
    return isNestedDeeper(value, MOST_LEVELS) ? null : value;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
