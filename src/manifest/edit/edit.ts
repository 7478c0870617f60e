import type { Node } from "yaml";
import { equalJson, type Json } from "../../model/json.js";
import { readNode } from "../yaml/yaml-nodes.js";
import { composeYaml } from "../yaml/yaml-read.js";
import { type DocumentEdit, editJson } from "./edit-json.js";
import { type EditedText, planSplices } from "./edit-plan.js";
import { EditRefused } from "./edit-refused.js";
import { applySplices, type Splice } from "./edit-text.js";
import type { ValueStyle } from "./edit-values.js";

/**
 * A YAML text with edits made in place: comments, order, quoting and spacing elsewhere stay byte for byte. The result is
 * read again; unless exactly what the edits ask for differs, an EditRefused is thrown and nothing is to be written.
 */
export function editYaml(text: string, edits: readonly DocumentEdit[]): string {
  return editText(text, edits, "yaml");
}

/** The same for one line of a JSON Lines file, whose top is an entry. */
export function editJsonLine(line: string, edits: readonly DocumentEdit[]): string {
  return editText(line, edits, "json");
}

function editText(original: string, edits: readonly DocumentEdit[], style: ValueStyle): string {
  const [mark, text] = original.startsWith("\ufeff") ? ["\ufeff", original.slice(1)] : ["", original];
  const before = readDocument(text, style, edits);
  const expected = edits.reduce<Json>((value, edit) => {
    const after = editJson(value, edit);
    if (after === undefined) throw new EditRefused(edit.path, "the document has no value at this path");
    return after;
  }, before.value);
  let current = before;
  for (let waiting = edits; waiting.length > 0; ) {
    const { splices, postponed } = planRound(current, waiting);
    waiting = postponed;
    current = readDocument(applySplices(current.text, splices), style, edits);
  }
  const value = style === "json" ? (JSON.parse(current.text) as Json) : current.value;
  if (!equalJson(value, expected)) {
    throw new EditRefused(edits[0]?.path ?? [], "other values of the document would also change");
  }
  return mark + current.text;
}

function readDocument(
  text: string,
  style: ValueStyle,
  edits: readonly DocumentEdit[],
): EditedText & { readonly value: Json } {
  const document = composeYaml(text, true);
  const root: Node | null = document.contents;
  let problem = document.errors[0]?.message ?? document.warnings[0]?.message;
  if (root === null) problem ??= "the file is empty";
  const value = root === null ? null : readNode(root, ({ summary }) => (problem ??= summary));
  if (problem !== undefined || root === null) throw new EditRefused(edits[0]?.path ?? [], problem ?? "");
  return { text, root, style, value };
}

/** The splices of as many edits as do not depend on each other; the others wait for the text that these make. */
function planRound(
  source: EditedText,
  edits: readonly DocumentEdit[],
): { readonly splices: readonly Splice[]; readonly postponed: readonly DocumentEdit[] } {
  const splices: Splice[] = [];
  const seen: DocumentEdit[] = [];
  const postponed: DocumentEdit[] = [];
  for (const edit of edits) {
    const planned = seen.some((other) => depend(edit, other))
      ? undefined
      : planNow(source, edit, seen.length === 0);
    if (planned?.every((splice) => !splices.some((other) => touch(splice, other))))
      for (const splice of planned) splices.push(splice);
    else postponed.push(edit);
    seen.push(edit);
  }
  return { splices, postponed };
}

/** Undefined when an earlier edit may have to create its place first. */
function planNow(source: EditedText, edit: DocumentEdit, isFirst: boolean): readonly Splice[] | undefined {
  try {
    return planSplices(source, edit);
  } catch (error) {
    if (isFirst || !(error instanceof EditRefused)) throw error;
    return undefined;
  }
}

/** True when one edit lies inside the other's value, or one takes a key out of the object that both change. */
function depend(a: DocumentEdit, b: DocumentEdit): boolean {
  const shared = Math.min(a.path.length, b.path.length);
  const common = a.path.findIndex((step, index) => step !== b.path[index]);
  if (common < 0 || common >= shared) return true;
  const siblings = common === a.path.length - 1 && common === b.path.length - 1;
  return siblings && (a.edit === "remove" || b.edit === "remove");
}

function touch(a: Splice, b: Splice): boolean {
  return a.start <= b.end && b.start <= a.end;
}
