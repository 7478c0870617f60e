import {
  equalJson,
  isJsonObject,
  isNestedDeeper,
  type Json,
  type JsonObject,
  MOST_LEVELS,
  valueAt,
} from "../../model/json.js";
import type { DocumentPath } from "../../model/source.js";
import type { Problem } from "../text/problem.js";
import { decodeText, isProblem } from "../text/text-file.js";
import { readYaml } from "../yaml/yaml-read.js";
import { editJsonLine, editYaml } from "./edit.js";
import { type DocumentEdit, editJson, type ListItems } from "./edit-json.js";
import { EditRefused } from "./edit-refused.js";

/**
 * One change of a manifest. `set`: makes the value at a path this one; keys on the way that are not there are made.
 * `remove`: takes out a key, or an item of a list. `insert`: an item that then has the position that ends the path; a list
 * that is not there is made. `move`: an item that then has the position `to`. In a JSON Lines file a path begins with the
 * number of the line, from 0.
 */
export type DocumentOp =
  | { readonly op: "set"; readonly path: DocumentPath; readonly value: Json }
  | { readonly op: "remove"; readonly path: DocumentPath }
  | { readonly op: "insert"; readonly path: DocumentPath; readonly value: Json }
  | { readonly op: "move"; readonly path: DocumentPath; readonly to: number };

/**
 * The bytes of a manifest with edits made one after the other; comments, order, quoting and spacing elsewhere stay byte for
 * byte. What can't be edited without changing something else is a problem. `file`: absolute path.
 */
export function editManifest(file: string, bytes: Buffer, ops: readonly DocumentOp[]): Buffer | Problem {
  return editWith(file, bytes, ops, "yaml", (text) => {
    const { value, problems } = readYaml(text.replace(/^\ufeff/, ""));
    const [problem] = problems;
    if (value === undefined || problem !== undefined) return describeYaml(file, problem);
    return editYaml(text, toEdits(value, ops));
  });
}

/** The same for a JSON Lines file. Lines without an edit are not read. */
export function editJsonLines(file: string, bytes: Buffer, ops: readonly DocumentOp[]): Buffer | Problem {
  return editWith(file, bytes, ops, "jsonl", (text) => {
    const lines: (string | undefined)[] = text.split("\n");
    for (const op of ops) {
      const [number, ...path] = op.path;
      const line = typeof number === "number" ? lines[number] : undefined;
      if (typeof number !== "number" || line === undefined || line.trim() === "")
        throw new EditRefused(op.path, "the file has no such line");
      lines[number] = path.length === 0 && op.op === "remove" ? undefined : editLine(line, { ...op, path });
    }
    return lines.filter((line) => line !== undefined).join("\n");
  });
}

function editWith(
  file: string,
  bytes: Buffer,
  ops: readonly DocumentOp[],
  format: "yaml" | "jsonl",
  edit: (text: string) => string | Problem,
): Buffer | Problem {
  const read = decodeText(file, bytes);
  if (isProblem(read)) return read;
  const deep = ops.find((op) => "value" in op && isNestedDeeper(op.value, MOST_LEVELS));
  if (deep !== undefined)
    return { code: "nesting-too-deep", at: { file }, summary: "The values are nested too deeply" };
  try {
    const edited = edit(bytes.toString());
    return typeof edited === "string" ? Buffer.from(edited) : edited;
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    return { code: "edit-refused", at: { file, format, path: error.path }, summary: error.message };
  }
}

function describeYaml(
  file: string,
  problem: ReturnType<typeof readYaml>["problems"][number] | undefined,
): Problem {
  if (problem === undefined)
    return { code: "empty-file", at: { file }, summary: "The file declares nothing" };
  const { offset, length, related: _, ...rest } = problem;
  return { ...rest, at: { file, offset, length } };
}

function editLine(line: string, op: DocumentOp): string {
  let value: Json;
  try {
    value = JSON.parse(line) as Json;
  } catch {
    throw new EditRefused(op.path, "its line is not JSON");
  }
  return editJsonLine(line, toEdits(value, [op]));
}

/** Positions in lists are those that the operations before leave. */
function toEdits(document: Json, ops: readonly DocumentOp[]): readonly DocumentEdit[] {
  let value = document;
  const edits: DocumentEdit[] = [];
  for (const op of ops) {
    checkImages(value, op.path);
    const edit = toEdit(value, op);
    const after = editJson(value, edit);
    if (after === undefined) throw new EditRefused(op.path, "the document has no value at this path");
    value = after;
    const joined = joinEdits(edits.at(-1), edit);
    if (joined !== undefined) edits.pop();
    edits.push(joined ?? edit);
  }
  return edits;
}

/** Throws for an image of an album whose images stand in files of their own: these have the lines to edit. */
function checkImages(document: Json, path: DocumentPath): void {
  const images = isJsonObject(document) ? document.images : undefined;
  const files = isJsonObject(images) ? images.jsonl : undefined;
  if (path[0] !== "images" || typeof path[1] !== "number" || !Array.isArray(files)) return;
  const names = files.filter((name) => typeof name === "string");
  if (names.length === 0) return;
  const where = names.length === 1 ? "that file" : "those files";
  throw new EditRefused(
    ["images", "jsonl"],
    `the images stand in ${names.join(", ")}`,
    `Edit the lines of ${where}.`,
  );
}

/** Two edits of a list in one: the text is parsed again for each that depends on another. */
function joinEdits(last: DocumentEdit | undefined, edit: DocumentEdit): DocumentEdit | undefined {
  if (last === undefined || !equalJson(last.path as Json, edit.path as Json)) return undefined;
  if (last.edit === "append" && edit.edit === "append")
    return { ...last, values: [...last.values, ...edit.values] };
  if (last.edit !== "arrange") return undefined;
  if (edit.edit === "append") return { ...last, items: [...last.items, ...edit.values] };
  if (edit.edit !== "arrange") return undefined;
  const items = edit.items.map((item) => (typeof item === "number" ? last.items[item] : item));
  return { ...last, items: items as ListItems };
}

function toEdit(document: Json, op: DocumentOp): DocumentEdit {
  const at = op.path.at(-1);
  if (op.op === "set" || (op.op === "remove" && typeof at === "string"))
    return op.op === "set"
      ? { edit: "set", path: op.path, value: op.value }
      : { edit: "remove", path: op.path };
  const path = op.path.slice(0, -1);
  const list = valueAt(document, path) ?? [];
  if (!Array.isArray(list) || typeof at !== "number")
    throw new EditRefused(op.path, "it is no item of a list");
  const order: (number | Json)[] = [...list.keys()];
  const most = op.op === "insert" ? list.length : list.length - 1;
  if (!isPosition(at, most) || (op.op === "move" && !isPosition(op.to, most)))
    throw new EditRefused(op.path, `the list has ${list.length} items`);
  if (op.op === "insert") return insertItem(path, list, at, op.value);
  order.splice(at, 1);
  if (op.op === "move") order.splice(op.to, 0, at);
  return { edit: "arrange", path, items: order as number[] };
}

/** Only objects have lines of their own; a list of texts or numbers is written anew. */
function insertItem(path: DocumentPath, list: readonly Json[], at: number, value: Json): DocumentEdit {
  if (list.length === 0 || !isJsonObject(value))
    return { edit: "set", path, value: list.toSpliced(at, 0, value) };
  // What stands in brackets keeps its form only when something is put behind it.
  if (at === list.length) return { edit: "append", path, values: [value] };
  const items: (number | JsonObject)[] = [...list.keys()];
  items.splice(at, 0, value);
  return { edit: "arrange", path, items };
}

function isPosition(position: number, most: number): boolean {
  return Number.isInteger(position) && position >= 0 && position <= most;
}
