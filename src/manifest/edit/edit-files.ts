import { readTextFile } from "../../files/regular-file.js";
import { editJsonLine, editYaml } from "./edit.js";
import type { DocumentEdit } from "./edit-json.js";
import type { TextToWrite } from "./render.js";

/** An edit with the absolute path of the file that it belongs to; `line`: of a JSON Lines file, from 0. */
export interface FileEdit {
  readonly file: string;
  readonly line: number | undefined;
  readonly edit: DocumentEdit;
}

/** The new texts of the edited files; unchanged files are left out. Throws an EditRefused. */
export function editFiles(edits: readonly FileEdit[]): readonly TextToWrite[] {
  const files = [...new Set(edits.map(({ file }) => file))].sort();
  return files.flatMap((file) => {
    const own = edits.filter((edit) => edit.file === file);
    const text = readTextFile(file);
    const inLines = own.some(({ line }) => line !== undefined);
    const edited = inLines
      ? editLines(text, own)
      : editYaml(
          text,
          own.map(({ edit }) => edit),
        );
    return edited === text ? [] : [{ file, text: edited }];
  });
}

/** A JSON Lines text with edits of its lines. */
export function editLines(text: string, edits: readonly FileEdit[]): string {
  const byLine = new Map<number, DocumentEdit[]>();
  for (const { line = 0, edit } of edits) byLine.set(line, [...(byLine.get(line) ?? []), edit]);
  return text
    .split("\n")
    .map((line, index) => {
      const own = byLine.get(index);
      return own === undefined ? line : editJsonLine(line, own);
    })
    .join("\n");
}
