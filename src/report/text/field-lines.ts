import type { Kind } from "../../model/address.js";
import type { CellDiff, FieldDiff } from "../../model/change.js";
import type { Json } from "../../model/json.js";
import type { SourceRef } from "../../model/source.js";
import { diffJson } from "./json-diff.js";
import { padTo, printable } from "./printable.js";
import type { Style } from "./style.js";
import { renderTextDiff } from "./text-diff.js";
import { formatField, formatMember, formatValue } from "./values.js";

/** One line of a change: a label (empty when the line above has it), a value and a faint remark. */
export interface FieldLine {
  readonly label: string;
  readonly value: string;
  readonly remark?: string;
}

const MOST_LEAVES = 8;
const WIDEST_LABEL = 32;

/** What the head of a change says already, so that its fields need not. */
interface ChangeHead {
  readonly source: SourceRef | undefined;
  /** That every field was edited in the database. */
  readonly drift: boolean;
}

/** The lines of one field diff. */
export function listFieldLines(
  kind: Kind,
  diff: FieldDiff,
  said: ChangeHead,
  style: Style,
): readonly FieldLine[] {
  const lines = [...cellLines(diff, style), ...valueLines(kind, diff, style)];
  const remark = remarkOn(diff, said);
  return remark === "" ? lines : lines.map((line, index) => (index === 0 ? { remark, ...line } : line));
}

/** Lines with their labels in one column, each with `indent` blanks before it. */
export function alignFieldLines(
  lines: readonly FieldLine[],
  indent: number,
  style: Style,
): readonly string[] {
  const width = lines.reduce((most, { label }) => Math.min(WIDEST_LABEL, Math.max(most, label.length)), 0);
  return lines.map(({ label, value, remark }) => {
    const tail = remark === undefined ? "" : `  ${style.paint.faint(`(${remark})`)}`;
    return `${" ".repeat(indent)}${padTo(label, width)}  ${value}${tail}`;
  });
}

/** `file:line` of a place. */
export function formatPlace(source: SourceRef): string {
  return `${printable(source.file)}:${source.line}`;
}

function remarkOn(diff: FieldDiff, { source, drift }: ChangeHead): string {
  const remarks = [];
  if (diff.cause === "drift" && !drift)
    remarks.push(`edited in the database${diff.sinceRun === undefined ? "" : ` since run ${diff.sinceRun}`}`);
  if (diff.cause === "undeclared") remarks.push("no longer declared");
  if (diff.source !== undefined && !isSamePlace(diff.source, source)) remarks.push(formatPlace(diff.source));
  return remarks.join(", ");
}

function isSamePlace(a: SourceRef, b: SourceRef | undefined): boolean {
  return b !== undefined && a.file === b.file && a.line === b.line;
}

function valueLines(kind: Kind, diff: FieldDiff, style: Style): readonly FieldLine[] {
  const label = printable(diff.field);
  if (diff.moved !== undefined) return [{ label, value: style.paint.move(`${diff.moved} moved`) }];
  if (diff.cells !== undefined || diff.added !== undefined || diff.removed !== undefined)
    return memberLines(label, diff, style);
  const { before, after } = diff;
  if (isNested(before) && isNested(after)) return leafLines(label, diff, style);
  return [{ label, value: renderPair(kind, diff.field, before, after, style) }];
}

function isNested(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null;
}

/** Members that come and go, one line each. */
function memberLines(
  label: string,
  { added = [], removed = [] }: FieldDiff,
  { paint }: Style,
): readonly FieldLine[] {
  const values = [
    ...removed.map((member) => paint.remove(`- ${formatMember(member)}`)),
    ...added.map((member) => paint.add(`+ ${formatMember(member)}`)),
  ];
  return values.map((value, index) => ({ label: index === 0 ? label : "", value }));
}

function cellLines({ field, cells = [] }: FieldDiff, style: Style): readonly FieldLine[] {
  return capped(cells, style, "cells", (cell) => ({
    label: `${printable(field)}: ${printable(cell.item)}.${printable(cell.column)}`,
    value: renderCell(cell, style),
    ...(cell.source === undefined ? {} : { remark: formatPlace(cell.source) }),
  }));
}

function renderCell({ before, after }: CellDiff, style: Style): string {
  if (before !== undefined && after !== undefined) return renderTextDiff(before, after, style);
  return renderOneSided(before, after, style);
}

function leafLines(label: string, { before, after }: FieldDiff, style: Style): readonly FieldLine[] {
  return capped(diffJson(before, after), style, "places", (leaf) => ({
    label: `${label}${printable(leaf.path)}`,
    value: renderLeaf(leaf.before, leaf.after, style),
  }));
}

function renderLeaf(before: Json | undefined, after: Json | undefined, style: Style): string {
  if (before === undefined || after === undefined) return renderOneSided(before, after, style);
  if (typeof before === "string" && typeof after === "string") return renderTextDiff(before, after, style);
  return renderArrow(formatValue(before, style.width), formatValue(after, style.width), style);
}

function renderOneSided(before: Json | undefined, after: Json | undefined, { paint, width }: Style): string {
  return after === undefined
    ? paint.remove(`- ${formatValue(before, width)}`)
    : paint.add(`+ ${formatValue(after, width)}`);
}

function renderPair(
  kind: Kind,
  field: string,
  before: Json | undefined,
  after: Json | undefined,
  style: Style,
): string {
  const old = formatField(kind, field, before, style.width);
  const now = formatField(kind, field, after, style.width);
  const isText = old.startsWith('"') && now.startsWith('"');
  if (isText && typeof before === "string" && typeof after === "string")
    return renderTextDiff(before, after, style);
  return renderArrow(old, now, style);
}

function renderArrow(before: string, after: string, { paint }: Style): string {
  return `${paint.remove(before)} -> ${paint.add(after)}`;
}

function capped<T>(
  entries: readonly T[],
  { verbose }: Style,
  noun: string,
  render: (entry: T) => FieldLine,
): readonly FieldLine[] {
  const shown = verbose ? entries : entries.slice(0, MOST_LEAVES);
  const lines = shown.map(render);
  const rest = entries.length - shown.length;
  return rest === 0 ? lines : [...lines, { label: "", value: `… and ${rest} more ${noun}` }];
}
