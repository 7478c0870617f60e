import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { writeTextFile } from "../../files/durable.js";
import { isFolder } from "../../files/exists.js";
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

/** Where a project is made. */
interface InitRequest {
  /** Absolute. */
  readonly cwd: string;
  /** Write nothing outside the project, whatever its configuration allows. */
  readonly untrusted: boolean;
  /** Told of each file once it is done, in their order. */
  readonly onDone: (outcome: InitOutcome) => void;
}

/**
 * Makes the files that a project in a folder needs. Of those that exist only .gitignore changes: it gets the lines that it
 * lacks. Throws, with nothing written, when a link would lead one of them out of the project.
 */
export function initProject({ cwd, untrusted, onDone }: InitRequest): void {
  const schemas = findSchemas(cwd);
  const settings = readSettings(cwd, untrusted);
  const files = listStarterFiles({
    estate: "main",
    schemas: schemas && relative(cwd, schemas).split(sep).join("/"),
    rootMarkers: settings && listRootMarkers(cwd, settings),
  });
  const place = createPlacer(settings ?? { projectDir: cwd, allowOutside: [], untrusted });
  const placed = files.map((file) => ({
    file,
    target: isKept(cwd, file) ? undefined : place(join(cwd, file.path)),
  }));
  for (const { file, target } of placed)
    onDone({ path: file.path, action: target === undefined ? "kept" : writeStarterFile(target, file) });
}

/** Of the configuration in a folder; undefined when there is none that is valid. */
function readSettings(cwd: string, untrusted: boolean): Settings | undefined {
  return existsSync(join(cwd, CONFIG_NAME))
    ? loadSettings({ cwd, overrides: {}, untrusted }).settings
    : undefined;
}

/**
 * The markers of the asset roots that a configuration names. A root that is not there, or empty, may be a disk that is not
 * mounted: it gets none.
 */
function listRootMarkers(cwd: string, { assetRoots, estate }: Settings): readonly StarterFile[] {
  return assetRoots
    .filter(({ dir }) => isFolder(dir) && readdirSync(dir).length > 0)
    .map(({ dir }) => ({
      path: relative(cwd, join(dir, ROOT_MARKER)).split(sep).join("/"),
      text: `${estate}\n`,
    }));
}

function isKept(folder: string, { path, append }: StarterFile): boolean {
  return append !== true && existsSync(join(folder, path));
}

function writeStarterFile(file: string, { text, append }: StarterFile): InitOutcome["action"] {
  if (append === true && existsSync(file)) return appendLines(file, text);
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
