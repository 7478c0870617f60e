import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../text/problem.js";

const MANIFEST_NAME = /\.ya?ml$/;

/** Absolute paths of all manifests under the folders, ascending, each once. Symbolic links to folders are not followed. */
export function listManifests(
  dirs: readonly string[],
  show: (file: string) => string,
  report: Report,
): readonly string[] {
  const found = new Set<string>();
  for (const dir of dirs) {
    const names = readFolder(dir, (folder, why) =>
      report({
        code: "manifests-missing",
        summary: `The folder ${show(folder)} can't be read: ${why === "ENOENT" ? "it is not there" : why}`,
        help: 'Make the folder, or name another under "manifests" in sync.config.yaml.',
      }),
    );
    for (const name of names) found.add(join(dir, name));
  }
  return [...found].sort();
}

function readFolder(dir: string, onError: (folder: string, why: string) => void): readonly string[] {
  const files: string[] = [];
  const waiting = [""];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of listEntries(join(dir, folder), onError)) {
      const name = join(folder, entry.name);
      if (entry.isDirectory()) waiting.push(name);
      else if (MANIFEST_NAME.test(entry.name) && isFile(entry, join(dir, name))) files.push(name);
    }
  }
  return files;
}

function listEntries(dir: string, onError: (folder: string, why: string) => void): readonly Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    onError(dir, `${error.code}`);
    return [];
  }
}

// A dangling link and a loop of links count, so that reading them says what they are.
function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return true;
  try {
    return !statSync(path, { throwIfNoEntry: false })?.isDirectory();
  } catch (error) {
    if (error instanceof Error && "code" in error) return true;
    throw error;
  }
}
