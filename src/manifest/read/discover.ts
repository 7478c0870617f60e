import { statSync } from "node:fs";
import { join } from "node:path";
import { attempt, describeReadError } from "../../files/system-error.js";
import { walk } from "../../files/walk.js";
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
    for (const entry of walk(Buffer.from(dir))) {
      const path = join(dir, entry.raw.toString());
      if (entry.kind === "unreadable")
        report({
          code: "manifests-missing",
          summary: `The folder ${show(path)} ${describeReadError(entry.code, "folder")}`,
          help: 'Create the folder, or correct "manifests" in sync.config.yaml.',
        });
      else if (
        entry.kind !== "folder" &&
        MANIFEST_NAME.test(path) &&
        (entry.kind !== "link" || !leadsToFolder(path))
      )
        found.add(path);
    }
  }
  return [...found].sort();
}

// A dangling link and a loop of links count as files, so that reading them says what they are.
function leadsToFolder(path: string): boolean {
  return attempt(
    () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
    () => false,
  );
}
