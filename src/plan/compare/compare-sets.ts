import type { Address } from "../../model/address.js";
import type { FieldCause, FieldDiff } from "../../model/change.js";
import { canonicalJson, equalJson, type Json } from "../../model/json.js";
import type { Label } from "../../model/resource.js";
import type { SourceRef } from "../../model/source.js";
import { compareEntries } from "../../model/text-order.js";
import { holdsLabels, holdsLinks } from "./as-applied.js";
import type { Comparison } from "./comparison.js";
import { type ObjectDraft, recordField } from "./draft.js";

/** A member of a set as rows show it. `ours`: a row that we may delete. */
interface Member {
  readonly value: Json;
  readonly ours: boolean;
}

interface SetDiff {
  readonly added: readonly Json[];
  readonly removed: readonly Json[];
}

/**
 * Compares the labels of an image. A declared label holds if any row has it, whoever wrote it; only labels that we
 * recorded and that are marked ours go.
 */
export function compareLabels(comparison: Comparison, draft: ObjectDraft): void {
  const { resource, recorded, row } = comparison;
  const declared = resource.fields.labels;
  const known = recorded.labels;
  if (declared === undefined && known === undefined) return;
  if (declared === undefined) draft.unset.push("labels");
  const desired = (declared ?? []) as readonly Json[];
  if (declared !== undefined && equalJson(known, declared) && holdsLabels(row, desired as Label[])) return;
  const members = row.labels.map(({ text, type, ours }) => ({ value: { text, type }, ours }));
  const diff = diffSet(desired, (known ?? []) as readonly Json[], members);
  if (isEmpty(diff)) {
    if (declared !== undefined && !equalJson(known, declared)) recordField(draft, "labels", declared);
    return;
  }
  const cause = declared === undefined ? "undeclared" : causeOf(comparison, diff, known);
  const source = locateLabel(comparison, desired, diff);
  noteSet(draft, setDiff("labels", diff, cause, comparison, source), desired);
}

/**
 * Compares the albums that show an image, whose links are named as they are after renames. Foreign links hold too, and
 * only ours go. The recorded albums must be named the same way.
 */
export function compareAlbums(
  comparison: Comparison,
  links: readonly { readonly address: Address | undefined; readonly ours: boolean }[],
  known: readonly Address[] | undefined,
  draft: ObjectDraft,
): SetDiff {
  const desired = comparison.resource.fields.albums as readonly Address[];
  const { albums } = comparison.recorded;
  if (equalJson(albums, desired) && equalJson(known, desired) && holdsLinks({ links }, desired))
    return NO_DIFF;
  const members = links.flatMap(({ address, ours }) =>
    address === undefined ? [] : [{ value: address, ours }],
  );
  const diff = diffSet(desired, known ?? [], members);
  if (isEmpty(diff)) {
    if (!equalJson(albums, desired)) recordField(draft, "albums", desired);
    return diff;
  }
  const source = comparison.resource.origin.source;
  const cause = causeOf(comparison, diff, known);
  noteSet(draft, setDiff("albums", diff, cause, comparison, source), desired);
  return diff;
}

const NO_DIFF: SetDiff = { added: [], removed: [] };

function diffSet(desired: readonly Json[], known: readonly Json[], members: readonly Member[]): SetDiff {
  const wanted = new Set(desired.map(canonicalJson));
  const recorded = new Set(known.map(canonicalJson));
  const held = new Set(members.map(({ value }) => canonicalJson(value)));
  const removed = new Map<string, Json>();
  for (const { value, ours } of members) {
    const key = canonicalJson(value);
    if (ours && recorded.has(key) && !wanted.has(key)) removed.set(key, value);
  }
  return {
    added: desired.filter((value) => !held.has(canonicalJson(value))),
    removed: [...removed.entries()].sort(compareEntries).map(([, value]) => value),
  };
}

function causeOf(
  comparison: Comparison,
  diff: SetDiff,
  known: readonly Json[] | Json | undefined,
): FieldCause {
  if (comparison.adopting) return "adopt";
  const recorded = new Set(((known ?? []) as readonly Json[]).map(canonicalJson));
  const returns = diff.added.length > 0 && diff.added.every((value) => recorded.has(canonicalJson(value)));
  return returns && diff.removed.length === 0 ? "drift" : "manifest";
}

function setDiff(
  field: string,
  diff: SetDiff,
  cause: FieldCause,
  comparison: Comparison,
  source: SourceRef | undefined,
): FieldDiff {
  return {
    field,
    cause,
    ...(diff.added.length > 0 ? { added: diff.added } : {}),
    ...(diff.removed.length > 0 ? { removed: diff.removed } : {}),
    ...(cause === "drift" ? { sinceRun: comparison.run } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

function noteSet(draft: ObjectDraft, diff: FieldDiff, desired: readonly Json[]): void {
  draft.diffs.push(diff);
  draft.after[diff.field] = desired;
}

function locateLabel(comparison: Comparison, desired: readonly Json[], diff: SetDiff): SourceRef | undefined {
  const { resource, locate } = comparison;
  if (resource.fields.labels === undefined) return undefined;
  const label = diff.added[0] as Label | undefined;
  const position = desired.findIndex((value) => equalJson(value, label));
  return locate(resource, "labels", position < 0 ? [] : [position]);
}

function isEmpty(diff: SetDiff): boolean {
  return diff.added.length === 0 && diff.removed.length === 0;
}
