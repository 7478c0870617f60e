import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { writeTextFile } from "../../files/durable.js";
import { isFolder } from "../../files/exists.js";
import { readTextFile } from "../../files/regular-file.js";
import { ROOT_MARKER } from "../../manifest/check/assets.js";
import { CONFIG_NAME, loadSettings } from "../../manifest/read/settings.js";
import { createPlacer } from "../../manifest/text/project-files.js";
import type { Settings } from "../../model/estate.js";
import { findSchemas } from "../project/schemas.js";
import { listStarterFiles, type StarterFile } from "./starter-files.js";

/** What became of a starter file. */
interface InitOutcome {
  /** Relative to the project folder, with `/`. */
  readonly path: string;
  readonly action: "created" | "extended" | "kept";
}

/**
 * Makes the files that a project in a folder needs. Of those that exist only .gitignore changes: it gets the lines that it
 * lacks. Throws OutsideProject, before anything is written, when a link would lead one of them out of the project.
 */
export function initProject(cwd: string, untrusted: boolean): readonly InitOutcome[] {
  const settings = existsSync(join(cwd, CONFIG_NAME))
    ? loadSettings({ cwd, overrides: {}, untrusted }).settings
    : undefined;
  const schemas = findSchemas(cwd);
  const files = listStarterFiles({
    estate: "main",
    schemas: schemas && relative(cwd, schemas).split(sep).join("/"),
    rootMarkers: settings && listRootMarkers(cwd, settings),
  });
  const place = createPlacer({ projectDir: cwd, allowOutside: settings?.allowOutside ?? [], untrusted });
  const placed = files.map((file) => ({ file, target: place(join(cwd, file.path)) }));
  return placed.map(({ file, target }) => ({ path: file.path, action: writeStarterFile(target, file) }));
}

/** The markers of the asset roots. A root that is not there, or empty, may be a disk that is not mounted: it gets none. */
function listRootMarkers(cwd: string, { assetRoots, estate }: Settings): readonly StarterFile[] {
  return assetRoots
    .filter(({ dir }) => isFolder(dir) && readdirSync(dir).length > 0)
    .map(({ dir }) => ({
      path: relative(cwd, join(dir, ROOT_MARKER)).split(sep).join("/"),
      text: `${estate}\n`,
    }));
}

function writeStarterFile(file: string, { text, append }: StarterFile): InitOutcome["action"] {
  if (existsSync(file)) return append === true ? appendLines(file, text) : "kept";
  writeTextFile(file, text);
  return "created";
}

function appendLines(file: string, text: string): InitOutcome["action"] {
  const present = readTextFile(file);
  const known = new Set(present.split(/\r?\n/).map((line) => line.trim()));
  const missing = text.split("\n").filter((line) => line !== "" && !known.has(line));
  if (missing.length === 0) return "kept";
  const gap = present === "" || present.endsWith("\n") ? "" : "\n";
  writeTextFile(file, `${present}${gap}${missing.join("\n")}\n`);
  return "extended";
}
