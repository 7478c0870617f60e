import type { FieldDiff } from "../../model/change.js";
import type { Json } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";

/** What a comparison of one object gathers. */
export interface ObjectDraft {
  /** Observed values of the fields in `after`. */
  readonly before: Record<string, Json>;
  /** Values to write. */
  readonly after: Record<string, Json>;
  readonly diffs: FieldDiff[];
  /** Fields that hold already and are to be recorded as ours. */
  readonly set: Record<string, Json>;
  /** Fields whose ownership ends. */
  readonly unset: string[];
  readonly notes: string[];
  /** Columns that hold something that can't be read, and that a declared field lives in. */
  readonly unreadable: Set<string>;
}

/** An empty draft. Its records have no prototype, so that a key called `__proto__` is a key. */
export function startDraft(): ObjectDraft {
  return {
    before: Object.create(null),
    after: Object.create(null),
    diffs: [],
    set: Object.create(null),
    unset: [],
    notes: [],
    unreadable: new Set(),
  };
}

/** Notes that a field is written: its value becomes ours with the write. */
export function writeField(draft: ObjectDraft, diff: FieldDiff, before: Json, after: Json): void {
  draft.diffs.push(diff);
  draft.before[diff.field] = before;
  draft.after[diff.field] = after;
}

/** Notes that a value holds already: only the record is missing it, if anything. */
export function recordField(draft: ObjectDraft, field: string, value: Json): void {
  draft.set[field] = value;
}

/** True when rows of the backend's tables, or facts that only the record holds, change. */
export function hasDiffs(draft: ObjectDraft): boolean {
  return draft.diffs.length > 0;
}

/** True when the record needs nothing beside what the changes of rows bring. */
export function hasSettledRecord(draft: ObjectDraft): boolean {
  return draft.unset.length === 0 && Object.keys(draft.set).length === 0;
}

/** A plain copy, in the order in which fields were noted. */
export function copyFields(fields: Fields): Fields {
  return { ...fields };
}
