import { dirname } from "node:path";
import { openProjectFiles } from "../../manifest/text/project-files.js";
import { isProblem } from "../../manifest/text/text-file.js";
import type { Settings } from "../../model/estate.js";
import { usageFailure } from "./failure.js";

/** A file that somebody named: absolute path, and the name as it was given. */
export interface NamedFile {
  readonly path: string;
  readonly shown: string;
}

/**
 * The text of a file that somebody named, wherever it lies; of an untrusted checkout only inside the project. Without
 * byte order mark. Throws a usage failure that says why it can't be read.
 */
export function readNamedFile(settings: Settings, { path, shown }: NamedFile): string {
  const boundary = settings.untrusted
    ? settings
    : { projectDir: dirname(path), allowOutside: [], untrusted: false };
  const read = openProjectFiles(boundary).read(path, "file-missing");
  if (!isProblem(read)) return read.text;
  throw usageFailure(
    `${shown} can't be used: ${lowerFirst(read.summary)}`,
    read.help ?? "Check the path and the file.",
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
