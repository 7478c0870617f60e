import type { Change, FieldDiff } from "../model/change.js";
import { digestJson } from "../model/digest.js";
import { specOf } from "../model/fields.js";
import { equalJson, type Json } from "../model/json.js";

type Compared = Extract<Change, { readonly before: unknown; readonly after: unknown }>;

const SETS: ReadonlySet<string> = new Set(["labels", "albums"]);

/**
 * Why the differences that a change shows are not what it writes, in a few words; undefined when they are. A change that
 * comes from history (`isReverse`) may leave sets out of `after`, and a seed that only the record holds.
 */
export function findDiffFault(change: Compared, isReverse: boolean): string | undefined {
  const shown = new Set<string>();
  for (const diff of change.diffs) {
    if (shown.has(diff.field)) return `${diff.field} is shown twice`;
    shown.add(diff.field);
    if (!isAsShown(change, diff, isReverse)) return `${diff.field} is shown differently than it is written`;
  }
  for (const field of Object.keys(change.after))
    if (!shown.has(field) && !(field === "slug" && change.action === "adopt"))
      return `${field} is written and not shown`;
  if ((change.order !== undefined) !== shown.has("order"))
    return "order is shown differently than it is written";
  return checkBefore(change);
}

function isAsShown(change: Compared, diff: FieldDiff, isReverse: boolean): boolean {
  const { after, before } = change;
  const { field } = diff;
  if (field === "protect")
    return diff.after === change.protect && diff.before === !change.protect && !Object.hasOwn(after, field);
  if (field === "order") {
    if (change.order === undefined) return false;
    return isReverse || after.order === digestJson(change.order);
  }
  if (SETS.has(field)) return isSetAsShown(change, diff, isReverse);
  if (!Object.hasOwn(after, field)) return isReverse && specOf(change.kind, field)?.type === "seed";
  return equalJson(diff.after, after[field]) && equalJson(diff.before, before[field]);
}

function isSetAsShown({ after }: Compared, diff: FieldDiff, isReverse: boolean): boolean {
  if (isReverse) return true;
  const written = after[diff.field];
  const { added = [], removed = [] } = diff;
  if (!Array.isArray(written)) return false;
  const has = (value: Json) => written.some((each) => equalJson(each as Json, value));
  return added.every(has) && !removed.some(has);
}

/** `before` has the value of every field that is one value of the row, and no other. */
function checkBefore({ kind, before, after }: Compared): string | undefined {
  const isSet = (field: string) => ["labels", "albums", "order"].includes(specOf(kind, field)?.type ?? "");
  for (const field of Object.keys(after))
    if (!isSet(field) && !Object.hasOwn(before, field)) return `${field} has no value before`;
  for (const field of Object.keys(before))
    if (!Object.hasOwn(after, field)) return `${field} has a value before and none after`;
  return undefined;
}
