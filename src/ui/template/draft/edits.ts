import type { CellEdit, FileEdit, ManifestOp } from "../../api/edit-types.js";
import { editsOf } from "../grid/table.js";
import type { Base, Content } from "./content.js";
import { newFiles } from "./new-files.js";
import { opsOf } from "./values.js";

/** What to ask the server for, so that the files have the content. Nothing when nothing differs. */
export function editsBetween(base: Base, content: Content): readonly FileEdit[] {
  const { file, etag, csv, text } = base.detail;
  if (file === null) return [];
  if (etag === null) return newFiles(file, csv?.file ?? "", content);
  const cells = editsOf(base.table, content.table);
  const edits: FileEdit[] = [];
  const ops = [...opsOf(base.values, content.values), ...(csv === null ? cells.flatMap(inlineOps) : [])];
  if (content.text === undefined && ops.length > 0) edits.push({ file, etag, ops });
  if (content.text !== undefined && content.text !== text) edits.push({ file, etag, text: content.text });
  if (csv !== null && cells.length > 0) edits.push({ file: csv.file, etag: csv.etag, cells });
  return edits;
}

/** The same step for rows that stand in the manifest. */
function inlineOps(edit: CellEdit): readonly ManifestOp[] {
  const rows = ["items", "rows"];
  switch (edit.op) {
    case "set":
      return [{ op: "set", path: [...rows, edit.row, edit.column], value: edit.value }];
    case "insert":
      return [{ op: "insert", path: [...rows, edit.row], value: edit.values }];
    case "remove":
      return [{ op: "remove", path: [...rows, edit.row] }];
    case "move":
      return [{ op: "move", path: [...rows, edit.row], to: edit.to }];
    case "add-column":
      // A column of inline rows begins with its first cell.
      return [];
  }
}
