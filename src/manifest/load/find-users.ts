import { basename, resolve } from "node:path";
import { realPathOf } from "../../files/fence.js";
import type { Settings } from "../../model/estate.js";
import { isJsonObject, type Json, valueAt } from "../../model/json.js";
import { listManifests } from "../read/discover.js";
import { openProjectFiles, type ProjectFiles } from "../text/project-files.js";
import { isProblem } from "../text/text-file.js";
import { readYaml } from "../yaml/yaml-read.js";

/** The manifests, as absolute paths, that name a file as their table of items or list of images. `file`: without links. */
export function findUsers(settings: Settings, file: string): readonly string[] {
  const files = openProjectFiles(settings);
  const texts = listManifests(settings, files.show, () => {}).map((manifest) => ({
    manifest,
    text: readText(manifest, files),
  }));
  // To parse them all takes many times as long; a name that is written with escapes is found all the same.
  const name = basename(file);
  const near = texts.filter(({ text }) => text.includes(name));
  const users = near.filter((one) => names(one, file));
  const found = users.length > 0 ? users : texts.filter((one) => names(one, file));
  return found.map(({ manifest }) => manifest);
}

function readText(file: string, files: ProjectFiles): string {
  const read = files.read(file, "file-missing");
  return isProblem(read) ? "" : read.text;
}

function names(
  { manifest, text }: { readonly manifest: string; readonly text: string },
  file: string,
): boolean {
  const { value } = readYaml(text);
  if (!isJsonObject(value)) return false;
  const used: readonly (Json | undefined)[] = [
    valueAt(value, ["items", "csv"]),
    ...listOf(valueAt(value, ["images", "jsonl"])),
  ];
  return used.some((name) => typeof name === "string" && realPathOf(resolve(manifest, "..", name)) === file);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
