import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { writeTextFile } from "../../files/durable.js";
import { isFolder } from "../../files/exists.js";
import { ROOT_MARKER } from "../../manifest/check/assets.js";
import { CONFIG_NAME, loadSettings } from "../../manifest/read/settings.js";
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
 * lacks.
 */
export function initProject(cwd: string): readonly InitOutcome[] {
  const schemas = findSchemas(cwd);
  const files = listStarterFiles({
    estate: "main",
    schemas: schemas && relative(cwd, schemas).split(sep).join("/"),
    rootMarkers: listRootMarkers(cwd),
  });
  return files.map((file) => ({ path: file.path, action: writeStarterFile(cwd, file) }));
}

/**
 * The markers of the asset roots that the configuration in a folder names; undefined when there is none that is valid. A
 * root that is not there, or empty, may be a disk that is not mounted: it gets none.
 */
function listRootMarkers(cwd: string): readonly StarterFile[] | undefined {
  if (!existsSync(join(cwd, CONFIG_NAME))) return undefined;
  const { settings } = loadSettings({ cwd, overrides: {} });
  if (settings === undefined) return undefined;
  return settings.assetRoots
    .filter(({ dir }) => isFolder(dir) && readdirSync(dir).length > 0)
    .map(({ dir }) => ({
      path: relative(cwd, join(dir, ROOT_MARKER)).split(sep).join("/"),
      text: `${settings.estate}\n`,
    }));
}

function writeStarterFile(folder: string, { path, text, append }: StarterFile): InitOutcome["action"] {
  const file = join(folder, path);
  if (existsSync(file)) return append === true ? appendLines(file, text) : "kept";
  writeTextFile(file, text);
  return "created";
}

function appendLines(file: string, text: string): InitOutcome["action"] {
  const present = readFileSync(file, "utf8");
  const known = new Set(present.split(/\r?\n/).map((line) => line.trim()));
  const missing = text.split("\n").filter((line) => line !== "" && !known.has(line));
  if (missing.length === 0) return "kept";
  const gap = present === "" || present.endsWith("\n") ? "" : "\n";
  writeTextFile(file, `${present}${gap}${missing.join("\n")}\n`);
  return "extended";
}
