import { statSync } from "node:fs";
import { join, relative } from "node:path";
import { isInside, realPathOf } from "../../files/fence.js";
import { attempt, describeReadError } from "../../files/system-error.js";
import { walk } from "../../files/walk.js";
import type { Settings } from "../../model/estate.js";
import type { Report } from "../text/problem.js";

const MANIFEST_NAME = /\.ya?ml$/;

/**
 * Absolute paths of all manifests under the folders, ascending, each once; those that are not written yet are among them.
 * Symbolic links to folders are not followed.
 */
export function listManifests(
  { manifestDirs: dirs, unsaved = new Map() }: Pick<Settings, "manifestDirs" | "unsaved">,
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
  for (const [path, bytes] of placeUnsaved(unsaved, dirs)) {
    if (bytes === null) found.delete(path);
    else if (MANIFEST_NAME.test(path)) found.add(path);
  }
  return [...found].sort();
}

/** What is not written yet under the folders, by the paths under which looking there would find it. */
function placeUnsaved(
  unsaved: NonNullable<Settings["unsaved"]>,
  dirs: readonly string[],
): readonly (readonly [string, Buffer | null])[] {
  if (unsaved.size === 0) return [];
  const folders = dirs.map((dir) => ({ dir, real: realPathOf(dir) }));
  return [...unsaved].flatMap(([file, bytes]) =>
    folders
      .filter(({ real }) => isInside(real, file))
      .map(({ dir, real }) => [join(dir, relative(real, file)), bytes] as const),
  );
}

// A dangling link and a loop of links count as files, so that reading them says what they are.
function leadsToFolder(path: string): boolean {
  return attempt(
    () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
    () => false,
  );
}
