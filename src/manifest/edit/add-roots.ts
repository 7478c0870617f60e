import { relative, sep } from "node:path";
import { isInside } from "../../files/fence.js";
import { readTextFile } from "../../files/regular-file.js";
import type { AssetRoot, Settings } from "../../model/estate.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { fenceOf } from "../text/project-files.js";
import { readYaml } from "../yaml/yaml-read.js";
import { editYaml } from "./edit.js";
import type { TextToWrite } from "./render.js";

/**
 * The configuration with added asset roots. Roots outside the project are allowed in it; everything else is unchanged.
 * Throws an EditRefused.
 */
export function addRoots(settings: Settings, added: readonly AssetRoot[]): TextToWrite {
  const { configFile, projectDir } = settings;
  const text = readTextFile(configFile);
  const config = readYaml(text).value ?? null;
  const known = listAt(isJsonObject(config) ? config.assets : null, "roots");
  const fence = fenceOf(settings);
  const outside = added.map(({ dir }) => dir).filter((dir) => !fence.contains(dir));
  const roots = [...known, ...added.map(({ name, dir }) => ({ name, dir: showDir(projectDir, dir) }))];
  return {
    file: configFile,
    text: editYaml(text, [
      { edit: "set", path: ["assets", "roots"], value: roots },
      ...(outside.length === 0
        ? []
        : [
            {
              edit: "set" as const,
              path: ["allow_outside"],
              value: [...listAt(config, "allow_outside"), ...outside],
            },
          ]),
    ]),
  };
}

function listAt(holder: Json | undefined, key: string): readonly Json[] {
  const list = isJsonObject(holder ?? null) ? (holder as JsonObject)[key] : undefined;
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

function showDir(projectDir: string, dir: string): string {
  return isInside(projectDir, dir) ? relative(projectDir, dir).split(sep).join("/") : dir;
}
