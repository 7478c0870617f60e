import { join } from "node:path";
import { ContentDiffers, readPlainFile } from "../../files/exchange.js";
import { sha256Of } from "../../files/hash.js";
import { type CsvEdit, editCsv } from "../../manifest/edit/edit-csv.js";
import { type DocumentOp, editJsonLines, editManifest } from "../../manifest/edit/edit-document.js";
import { diagnose } from "../../manifest/places/diagnose.js";
import { createPlaces } from "../../manifest/places/places.js";
import type { Problem } from "../../manifest/text/problem.js";
import { openProjectFiles } from "../../manifest/text/project-files.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Settings } from "../../model/estate.js";
import { Failure, usageFailure } from "../project/failure.js";
import { checkNamed, type EditableFile, locateEditable } from "./editable-file.js";

/** What is to become of one file of a project. `etag`: SHA-256, hex, of the bytes that the edit was made for; null: no file. */
export type FileChange = { readonly file: string; readonly etag: string | null } & Edit;

type Edit =
  /** Changes of a manifest, or of lines of a JSON Lines file. */
  | { readonly ops: readonly DocumentOp[] }
  /** Changes of a table of items. */
  | { readonly cells: readonly CsvEdit[] }
  /** The whole new text; the byte order mark and the kind of line break that the file has stay. */
  | { readonly text: string }
  | { readonly remove: true };

/** A file as it is and as it would be; null: it does not exist. */
export interface EditedFile extends EditableFile {
  readonly before: Buffer | null;
  readonly after: Buffer | null;
}

/** The outcome of edits that nothing was written of. */
export interface Edited {
  readonly files: readonly EditedFile[];
  /** The project as it would be. */
  readonly settings: Settings;
  /** Why edits can't be made; their files are as they are. */
  readonly refused: readonly Diagnostic[];
}

/** A file as it is; null: there is none. */
export interface CurrentFile {
  readonly path: string;
  readonly etag: string | null;
  readonly bytes: Buffer | null;
}

function describeCurrent(path: string, bytes: Buffer | null): CurrentFile {
  return { path, etag: etagOf(bytes), bytes };
}

/** Files have other bytes than their edits were made for. Nothing was written. */
export class FilesChanged extends Failure {
  constructor(
    /** As they are. */
    readonly current: readonly CurrentFile[],
  ) {
    super(
      "stale",
      current.map(({ path }) => ({
        severity: "error",
        code: "file-changed",
        summary: `${path} changed since it was read`,
        help: "Compare your edits with the current file, then save again.",
        source: { file: path, line: 1, column: 1 },
      })),
    );
  }
}

/**
 * Makes edits in memory. Throws a FilesChanged when one was made for other bytes, and a failure for a file that can't be
 * edited at all.
 */
export function editFiles(settings: Settings, changes: readonly FileChange[]): Edited {
  const twice = changes.find(({ file }, index) => changes.findIndex((one) => one.file === file) !== index);
  if (twice !== undefined)
    throw usageFailure(`${twice.file} is edited twice`, "Put all edits of a file into one.");
  const located = changes.map((change) => ({ change, ...read(settings, change) }));
  const changed = located.filter(({ change, before }) => etagOf(before) !== change.etag);
  if (changed.length > 0)
    throw new FilesChanged(changed.map(({ path, before }) => describeCurrent(path, before)));
  const problems: Problem[] = [];
  const files = located.map(({ change, ...file }): EditedFile => {
    const after = makeEdit(file, change, join(settings.projectDir, file.path));
    if (Buffer.isBuffer(after) || after === null) return { ...file, after };
    problems.push(after);
    return { ...file, after: file.before };
  });
  const unsaved = new Map(files.map(({ file, after }) => [file, after]));
  const edited = { ...settings, unsaved };
  for (const file of files) checkNamed([edited, settings], file);
  return { files, settings: edited, refused: diagnose(problems, createPlaces(openProjectFiles(settings))) };
}

/** The etag of bytes; null of none. */
export function etagOf(bytes: Buffer | null): string | null {
  return bytes === null ? null : sha256Of(bytes);
}

/** The files of a ContentDiffers as a FilesChanged; any other error as it is. */
export function explainDiffering(error: unknown, files: readonly EditableFile[]): unknown {
  if (!(error instanceof ContentDiffers)) return error;
  const changed = files.filter(({ file }) => error.files.includes(file));
  return new FilesChanged(changed.map(({ path, file }) => describeCurrent(path, readPlainFile(file))));
}

function read(settings: Settings, { file }: FileChange): EditableFile & { readonly before: Buffer | null } {
  const located = locateEditable(settings, file);
  return { ...located, before: readPlainFile(located.file) };
}

function makeEdit(
  { path, kind, before }: EditableFile & { readonly before: Buffer | null },
  edit: Edit,
  file: string,
): Buffer | null | Problem {
  if ("text" in edit && /\p{Surrogate}/u.test(edit.text))
    return { code: "text-not-unicode", at: { file }, summary: "The text contains half a surrogate pair" };
  if ("text" in edit) return Buffer.from(keepForm(edit.text, before?.toString() ?? ""));
  if (before === null) throw usageFailure(`${path} does not exist`, "Give the whole text of a new file.");
  if ("remove" in edit) return null;
  const isTable = "cells" in edit;
  if (isTable !== (kind === "csv"))
    throw usageFailure(`${path} takes no such edits`, "Cells are edited in CSV files, values in manifests.");
  if (isTable) return editCsv(file, before, edit.cells);
  return kind === "jsonl" ? editJsonLines(file, before, edit.ops) : editManifest(file, before, edit.ops);
}

/** Editors show texts without byte order mark and with plain line breaks. */
function keepForm(text: string, before: string): string {
  const mark = before.startsWith("\ufeff") && !text.startsWith("\ufeff") ? "\ufeff" : "";
  const isCrlf = before.includes("\r\n") && !/(?<!\r)\n/.test(before) && !text.includes("\r");
  return mark + (isCrlf ? text.replaceAll("\n", "\r\n") : text);
}
