import type {
  Action,
  AdoptChange,
  Blocked,
  ChangeOutline,
  CreateChange,
  MoveChange,
  UpdateChange,
} from "../../model/change.js";
import { sortFields } from "../../model/fields.js";
import { type Sequence, take } from "../../model/lists/sequence.js";
import type { SourceRef } from "../../model/source.js";
import { count } from "../../model/words.js";
import { alignFieldLines, type FieldLine, formatPlace, listFieldLines } from "./field-lines.js";
import type { FoldedChange } from "./fold.js";
import { printable } from "./printable.js";
import { renderPromptChanges } from "./prompt-changes.js";
import type { Paint, Style } from "./style.js";
import { formatField } from "./values.js";

/** One entry of a plan text: a header, whose place is set in a column of its own, and indented lines below. */
export interface Block {
  readonly header: string;
  readonly place: string;
  readonly body: readonly string[];
}

const SYMBOLS: { readonly [A in Action]: string } = {
  create: "+",
  update: "~",
  move: ">",
  adopt: "<=",
  release: ".",
  delete: "-",
};
const INDENT = 4;
const MOST_ALIKE = 3;

/** The block of a change and of those that are folded into it. */
export function renderChange(entry: FoldedChange, style: Style): Block {
  const { change } = entry;
  const symbol = colorOf(change.action, style.paint)(SYMBOLS[change.action]);
  const facts = listFacts(entry);
  const tail = facts.length === 0 ? "" : `  ${facts.join(", ")}`;
  return {
    header: `${symbol} ${style.paint.strong(printable(change.address))}${tail}`,
    place: placeOf(change.source, style.paint),
    body: renderBody(entry, style),
  };
}

/** The block of a blocked change, with its help. */
export function renderBlocked({ address, code, reason, help, source }: Blocked, style: Style): Block {
  const indent = " ".repeat(INDENT);
  return {
    header: `${style.paint.alert("!")} ${style.paint.strong(printable(address))}  blocked: ${printable(code)}`,
    place: placeOf(source, style.paint),
    body: [`${indent}${printable(reason)}`, `${indent}help: ${style.hint(printable(help))}`],
  };
}

function colorOf(action: Action, paint: Paint): (text: string) => string {
  if (action === "create") return paint.add;
  if (action === "update") return paint.change;
  if (action === "delete") return paint.remove;
  return action === "release" ? paint.faint : paint.move;
}

function placeOf(source: SourceRef | undefined, paint: Paint): string {
  return source === undefined ? "" : paint.faint(formatPlace(source));
}

function listFacts({ change, alike, images }: FoldedChange): readonly string[] {
  const facts = [];
  if (alike.length > 0) facts.push(`and ${alike.length} more`);
  if (images.length > 0) facts.push(`with ${count(images.length, "image")}`);
  if (change.kind === "set-template" && change.action === "create" && Array.isArray(change.after.items))
    facts.push(`with ${count(change.after.items.length, "item")}`);
  return facts;
}

function renderBody({ change, alike }: FoldedChange, style: Style): readonly string[] {
  const indent = " ".repeat(INDENT);
  const isPlainCreate = change.action === "create" && !change.restored && alike.length === 0;
  const head = [
    ...(change.action === "move" ? [`${indent}from ${printable(change.from)}`] : []),
    ...(isPlainCreate && !style.verbose ? [] : [indent + style.paint.faint(printable(change.reason))]),
    ...alikeLines(alike, indent),
  ];
  if (change.action === "release" || change.action === "delete") return head;
  const lines = change.action === "create" ? listNewValues(change, style) : listChangedFields(change, style);
  const prompts = change.prompts === undefined ? [] : renderPromptChanges(change.prompts, INDENT, style);
  return [...head, ...alignFieldLines(lines, INDENT, style), ...prompts];
}

/** The lines of every field that a change writes. */
export function listChangedFields(
  change: UpdateChange | MoveChange | AdoptChange,
  style: Style,
): readonly FieldLine[] {
  const { kind, diffs, source } = change;
  const drift = diffs.every(({ cause }) => cause === "drift");
  return diffs.flatMap((diff) => listFieldLines(kind, diff, { source, drift }, style));
}

function alikeLines(alike: Sequence<ChangeOutline>, indent: string): readonly string[] {
  const shown = take(alike, MOST_ALIKE).map(({ address }) => `${indent}also ${printable(address)}`);
  const rest = alike.length - shown.length;
  return rest === 0 ? shown : [...shown, `${indent}… and ${rest} more alike`];
}

/** Every declared value of a new row, in the order of its kind's fields; shown only by a verbose plan. */
function listNewValues({ kind, after }: CreateChange, { verbose, width }: Style): readonly FieldLine[] {
  if (!verbose) return [];
  return sortFields(kind, Object.keys(after)).map((field) => ({
    label: printable(field),
    value: formatField(kind, field, after[field], width),
  }));
}
