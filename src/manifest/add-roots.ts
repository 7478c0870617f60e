import { readFileSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";
import type { AssetRoot } from "../model/estate.js";
import { isJsonObject, type Json } from "../model/json.js";
import { editYaml } from "./edit.js";
import type { TextToWrite } from "./render.js";
import { readYaml } from "./yaml-read.js";

/** The configuration with more asset roots, everything else as it was. Throws an EditRefused. */
export function addRoots(configFile: string, projectDir: string, added: readonly AssetRoot[]): TextToWrite {
  const text = readFileSync(configFile, "utf8");
  const config = readYaml(text).value ?? null;
  const assets = isJsonObject(config) ? (config.assets ?? null) : null;
  const known = isJsonObject(assets) && Array.isArray(assets.roots) ? (assets.roots as readonly Json[]) : [];
  const roots = [...known, ...added.map(({ name, dir }) => ({ name, dir: showDir(projectDir, dir) }))];
  return {
    file: configFile,
    text: editYaml(text, [{ edit: "set", path: ["assets", "roots"], value: roots }]),
  };
}

function showDir(projectDir: string, dir: string): string {
  const path = relative(projectDir, dir);
  return path.startsWith("..") || isAbsolute(path) ? dir : path.split(sep).join("/");
}
