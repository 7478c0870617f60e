import type { TextToWrite } from "../manifest/edit/render.js";
import { diagnose } from "../manifest/places/diagnose.js";
import { createPlaces } from "../manifest/places/places.js";
import { readManifest } from "../manifest/read/read.js";
import { buildTemplate } from "../manifest/read/template.js";
import { indexLines } from "../manifest/text/lines.js";
import type { Problem } from "../manifest/text/problem.js";
import type { ProjectFiles } from "../manifest/text/project-files.js";
import { decodeText } from "../manifest/text/text-file.js";
import type { Diagnostic } from "../model/diagnostic.js";

/** What validating would say of a manifest and its files if they were written; its problems name files as `show` does. */
export function checkDraft(
  [manifest, ...others]: readonly [TextToWrite, ...TextToWrite[]],
  files: ProjectFiles,
  show: (file: string) => string,
): readonly Diagnostic[] {
  const texts = new Map([manifest, ...others].map(({ file, text }) => [file, text]));
  const drafted: ProjectFiles = {
    ...files,
    show,
    read(file, missing) {
      const text = texts.get(file);
      return text === undefined ? files.read(file, missing) : decodeText(file, Buffer.from(text));
    },
    readLines(file) {
      const text = texts.get(file);
      return text === undefined ? files.readLines(file) : indexLines(text);
    },
  };
  const problems: Problem[] = [];
  const report = (problem: Problem): void => void problems.push(problem);
  const read = readManifest(manifest.file, drafted, report);
  if (read.kind === "set-template") buildTemplate(read, drafted, report);
  return diagnose(problems, createPlaces(drafted));
}
