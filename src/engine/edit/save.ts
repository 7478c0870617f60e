import { exchangeFiles, type FileExchange } from "../../files/exchange.js";
import { loadEstate } from "../../manifest/load/load.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Settings } from "../../model/estate.js";
import { Failure } from "../project/failure.js";
import type { Project } from "../project/project.js";
import { type EditableFile, locateEditable } from "./editable-file.js";
import { type EditedFile, editFiles, etagOf, explainDiffering, type FileChange } from "./file-change.js";
import { describeEdits, type Preview } from "./preview.js";

/** What a save wrote. */
interface Saved {
  readonly files: readonly SavedFile[];
  readonly preview: Preview;
  /** Gives undoSave what it needs. */
  readonly undo: Undo;
}

/** A file as a save left it; `etag` null: it is gone. */
export interface SavedFile {
  readonly path: string;
  readonly etag: string | null;
}

/** The way back from a save: bytes before and after it. */
export type Undo = readonly EditedFile[];

/**
 * Writes edits of manifests and tables: every file at once, the old one or the new one after a kill. Throws a FilesChanged
 * when one was made for other bytes, and an invalid failure when an edit can't be made or would break what is valid; nothing
 * is written then.
 */
export async function saveEdits(project: Project, changes: readonly FileChange[]): Promise<Saved> {
  const { settings } = project;
  const edited = editFiles(settings, changes);
  const preview = await describeEdits(project, edited);
  const errors = edited.refused.length > 0 ? edited.refused : findNewErrors(settings, preview.diagnostics);
  if (errors.length > 0) throw new Failure("invalid", errors);
  const files = edited.files.filter((file) => etagOf(file.before) !== etagOf(file.after));
  // While the plan was made, a folder may have become a link.
  for (const { path } of files) locateEditable(settings, path);
  exchange(files);
  return { files: listFiles(edited.files), preview, undo: files };
}

/** Takes a save back. Throws a FilesChanged, with nothing written, when one of its files changed since then. */
export function undoSave({ settings }: Project, undo: Undo): readonly SavedFile[] {
  const files = undo.map(({ path, before, after }) => ({
    ...locateEditable(settings, path),
    before: after,
    after: before,
  }));
  exchange(files);
  return listFiles(files);
}

/** A file that has errors may be saved with others: whoever fixes it may do so step by step. */
function findNewErrors(settings: Settings, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity, source }) => severity === "error" && source !== undefined);
  if (errors.length === 0) return [];
  const known = new Set(
    loadEstate(settings)
      .diagnostics.filter(({ severity }) => severity === "error")
      .map(({ source }) => source?.file),
  );
  return errors.filter(({ source }) => !known.has(source?.file));
}

function exchange(files: readonly EditedFile[]): void {
  try {
    exchangeFiles(inOrder(files));
  } catch (error) {
    throw explainDiffering(error, files);
  }
}

/** Tables, manifests, manifests that go, tables that go: nothing names a file that is not there, whenever it is stopped. */
function inOrder(files: readonly EditedFile[]): readonly FileExchange[] {
  const rank = ({ kind, after }: EditedFile) =>
    after === null ? (kind === "manifest" ? 2 : 3) : kind === "manifest" ? 1 : 0;
  return [...files].sort((a, b) => rank(a) - rank(b));
}

function listFiles(files: readonly (EditableFile & Pick<EditedFile, "after">)[]): readonly SavedFile[] {
  return files.map(({ path, after }) => ({ path, etag: etagOf(after) }));
}
