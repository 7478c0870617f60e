import { lstatSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { isInside, realPathOf } from "../../files/fence.js";
import { attempt } from "../../files/system-error.js";
import { findUsers } from "../../manifest/load/find-users.js";
import type { Settings } from "../../model/estate.js";
import { refusal } from "../project/failure.js";

/** What may be edited: manifests, and the tables and lists of images that a manifest names. */
export interface EditableFile {
  /** Relative to the project folder, with `/`. */
  readonly path: string;
  /** Absolute, without links. */
  readonly file: string;
  readonly kind: "manifest" | "csv" | "jsonl";
}

/**
 * The file of a project that a path names. Throws a refusal for whatever is no manifest and could be no file of one, lies
 * outside of the project or in a hidden folder, or is reached through a link.
 */
export function locateEditable(settings: Settings, path: string): EditableFile {
  if (isOddPath(path)) throw refuseFile(path);
  const file = join(realPathOf(settings.projectDir), path);
  const kind = kindOf(settings, file);
  if (kind === undefined || realPathOf(file) !== file || !isPlainFile(file)) throw refuseFile(path);
  return { path, file, kind };
}

/** Throws a refusal for a table or list of images that no manifest names in any of these states of the project. */
export function checkNamed(states: readonly Settings[], { path, file, kind }: EditableFile): void {
  if (kind === "manifest" || states.some((settings) => findUsers(settings, file).length > 0)) return;
  throw refuseFile(path);
}

function kindOf({ manifestDirs, configFile }: Settings, file: string): EditableFile["kind"] | undefined {
  if (file === realPathOf(configFile)) return undefined;
  if (file.endsWith(".csv")) return "csv";
  if (file.endsWith(".jsonl")) return "jsonl";
  const isManifest = /\.ya?ml$/.test(file) && manifestDirs.some((dir) => isInside(realPathOf(dir), file));
  return isManifest ? "manifest" : undefined;
}

/** Paths are compared and shown as they are, so that each file has only one. */
function isOddPath(path: string): boolean {
  if (/[\\\p{Cc}\p{Surrogate}]/u.test(path) || isAbsolute(path)) return true;
  return path.split("/").some((part) => part === "" || part.startsWith("."));
}

/** True for a regular file, also one that is not there yet. */
function isPlainFile(file: string): boolean {
  return attempt(
    () => lstatSync(file).isFile(),
    (code) => code === "ENOENT",
  );
}

function refuseFile(path: string): Error {
  return refusal(
    "file-not-editable",
    `${path} is no file that can be edited here`,
    "Manifests below the manifest folders can be, and the CSV and JSON Lines files that a manifest names; not through links.",
  );
}
