import type { FieldCause, FieldDiff } from "../../model/change.js";
import { sortFields, specOf } from "../../model/fields.js";
import { equalJson, type Json } from "../../model/json.js";
import type { Comparison } from "./comparison.js";
import { findDifference, formatPath } from "./difference.js";
import { type ObjectDraft, recordField, writeField } from "./draft.js";
import { diffItems } from "./items.js";
import { type FieldView, readLive, wasEdited } from "./live-values.js";

const SETS = new Set(["labels", "albums", "order"]);

/** Compares every scalar field, declared or once declared; labels, albums and order are compared elsewhere. */
export function compareFields(comparison: Comparison, draft: ObjectDraft): void {
  const { resource, recorded } = comparison;
  for (const field of sortFields(resource.kind, Object.keys(resource.fields))) {
    if (!SETS.has(field)) compareDeclared(comparison, draft, field);
  }
  for (const field of sortFields(resource.kind, Object.keys(recorded))) {
    if (!SETS.has(field) && !Object.hasOwn(resource.fields, field)) dropUndeclared(comparison, draft, field);
  }
}

function compareDeclared(comparison: Comparison, draft: ObjectDraft, field: string): void {
  const { resource, recorded } = comparison;
  const desired = resource.fields[field] as Json;
  const view = viewOf(comparison, field);
  if (isUnreadable(view)) {
    draft.unreadable.add(view.spec.column as string);
    return;
  }
  const live = readLive(view, desired);
  if (equalJson(live, desired)) {
    if (!equalJson(recorded[field], desired)) recordField(draft, field, desired);
    return;
  }
  if (comparison.adopting && field === "slug" && live === null) {
    // The stable name that we give a row is not one of its facts, so an adoption does not report it as a change.
    draft.before[field] = live;
    draft.after[field] = desired;
    return;
  }
  const drifted = wasEdited(view);
  const cause: FieldCause = comparison.adopting ? "adopt" : drifted ? "drift" : "manifest";
  writeField(draft, describeDiff(comparison, field, live, desired, cause), live, desired);
}

function dropUndeclared(comparison: Comparison, draft: ObjectDraft, field: string): void {
  const view = viewOf(comparison, field);
  draft.unset.push(field);
  if (isUnreadable(view)) return;
  const known = comparison.recorded[field] as Json;
  if (comparison.adopting) return;
  if (wasEdited(view)) {
    draft.notes.push(`${field} was edited in the database and is no longer declared: left as it is`);
    return;
  }
  const initial = comparison.initialOf(field);
  const live = readLive(view, known);
  if (initial === undefined || equalJson(live, initial)) return;
  writeField(draft, { field, before: live, after: initial, cause: "undeclared" }, live, initial);
}

function describeDiff(
  comparison: Comparison,
  field: string,
  before: Json,
  after: Json,
  cause: FieldCause,
): FieldDiff {
  const { resource, locate, run } = comparison;
  const since = cause === "drift" ? { sinceRun: run } : {};
  if (field === "items")
    return { field, before, after, cause, ...since, ...diffItems(comparison, before, after) };
  const path = findDifference(before, after);
  const source = locate(resource, field, path);
  return {
    field,
    before,
    after,
    cause,
    ...since,
    ...(path.length > 0 ? { path: formatPath(path) } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

function viewOf(comparison: Comparison, field: string): FieldView {
  const { resource, recorded, row, adopting } = comparison;
  // A record may hold a field that this version no longer knows: it lives in the record only.
  const spec = specOf(resource.kind, field) ?? { type: "json" };
  return { field, spec, recorded, row, adopting };
}

function isUnreadable(view: FieldView): boolean {
  return view.spec.column !== undefined && view.row.unreadable.includes(view.spec.column);
}
