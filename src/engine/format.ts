import { statSync } from "node:fs";
import { relative, sep } from "node:path";
import { writeTextFile } from "../files/durable.js";
import { hashFile } from "../files/hash.js";
import { probeImage } from "../images/probe.js";
import { ImageProblem, OUTSIDE_ROOT } from "../images/problem.js";
import { createAssetGuard, hasAssetRoot, resolveAsset } from "../manifest/check/assets.js";
import { findUnformatted, type ReadFacts } from "../manifest/format/format-project.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Settings } from "../model/estate.js";
import { refuseMissingRoot } from "./project/assets.js";
import type { Project } from "./project/project.js";

/** Which files are formatted, and how. */
interface FormatOptions {
  /** Asked for each file, relative to the project folder, with `/`. */
  readonly isWanted: (file: string) => boolean;
  /** Fill in sha256, bytes, width and height from the image files. */
  readonly facts: boolean;
  /** False: nothing is written. */
  readonly write: boolean;
  /** Told of each file that is not canonical, ascending, relative to the project folder; once it is written where it is to be. */
  readonly onChanged: (file: string) => void;
}

/** What formatting came to. */
interface FormatReport {
  /** How many files were looked at. */
  readonly seen: number;
  /** How many differed from their canonical form. */
  readonly changed: number;
  /** Files that could not be formatted. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Puts manifests into canonical form. Throws a failure when facts are wanted and there is no asset root. */
export async function formatProject(
  { settings }: Project,
  { isWanted, facts, write, onChanged }: FormatOptions,
): Promise<FormatReport> {
  const readFacts = facts ? createFactReader(settings) : undefined;
  const { seen, files, diagnostics } = await findUnformatted(settings, isWanted, readFacts);
  for (const { file, target, text } of files) {
    if (write) writeTextFile(target, text);
    onChanged(relative(settings.projectDir, file).split(sep).join("/"));
  }
  return { seen, changed: files.length, diagnostics };
}

function createFactReader(settings: Settings): ReadFacts {
  if (!hasAssetRoot(settings)) throw refuseMissingRoot(settings);
  const isInside = createAssetGuard(settings);
  return async (file) => {
    if (!isInside(file)) return { fault: OUTSIDE_ROOT.reason, help: OUTSIDE_ROOT.help };
    const path = resolveAsset(settings, file);
    try {
      const { width, height } = await probeImage(path, file);
      const sha256 = hashFile(path);
      if (sha256 !== null) return { sha256, bytes: statSync(path).size, width, height };
      return { fault: "can't be read", help: "Check the permissions of the file." };
    } catch (error) {
      if (error instanceof ImageProblem) return { fault: error.fault.reason, help: error.fault.help };
      throw error;
    }
  };
}
