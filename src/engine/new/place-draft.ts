import { dirname } from "node:path";
import { createFile, makeFolder, removeFile } from "../../files/durable.js";
import { exists } from "../../files/exists.js";
import type { TextToWrite } from "../../manifest/edit/render.js";
import { createPlacer, openProjectFiles } from "../../manifest/text/project-files.js";
import type { Settings } from "../../model/estate.js";
import { refusal } from "../project/failure.js";

/** A file of a new object: path relative to the project folder, and text. */
interface DraftedFile {
  readonly path: string;
  readonly text: string;
}

/** What was made, or would be by a dry run. */
export interface NewObject {
  readonly slug: string;
  /** The manifest first. */
  readonly files: readonly DraftedFile[];
  /** How a table was converted, for people. */
  readonly conversions: readonly string[];
  readonly dryRun: boolean;
}

/** Writes new files, all or none; a dry run writes nothing. Throws a refusal when one of them exists. */
export async function placeDraft(
  settings: Settings,
  texts: readonly TextToWrite[],
  dryRun: boolean,
): Promise<readonly DraftedFile[]> {
  const place = createPlacer(settings);
  const { show } = openProjectFiles(settings);
  const taken = texts.find(({ file }) => exists(file));
  if (taken !== undefined)
    throw refusal(
      "file-exists",
      `${show(taken.file)} already exists`,
      "Choose another name, or move the file away. sync new overwrites nothing.",
    );
  const made: string[] = [];
  try {
    // The manifest comes last: nothing names a table that is not there.
    for (const { file, text } of dryRun ? [] : texts.toReversed()) {
      const target = place(file);
      makeFolder(dirname(target));
      createFile(target, text);
      made.push(target);
    }
  } catch (error) {
    for (const target of made) await removeFile(target);
    throw error;
  }
  return texts.map(({ file, text }) => ({ path: show(file), text }));
}
