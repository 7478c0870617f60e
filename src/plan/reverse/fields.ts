import type { Address } from "../../model/address.js";
import type { FieldDiff, RecordPatch } from "../../model/change.js";
import { isBigSeed, specOf } from "../../model/fields.js";
import { equalJson, type Json } from "../../model/json.js";
import type { ObservedObject, ObservedRow } from "../../model/observed.js";
import type { Fields } from "../../model/resource.js";
import { readLive } from "../compare/live-values.js";
import type { Addresses } from "./names.js";
import type { RunEntry } from "./run-entries.js";

/** The fields of one object on their way back. */
interface FieldDraft {
  readonly before: Fields;
  readonly after: Fields;
  readonly diffs: readonly FieldDiff[];
  readonly record: RecordPatch;
}

/** A field that is no longer as the run left it. */
interface EditedField {
  readonly field: string;
  readonly wrote: Json;
  readonly found: Json;
}

const SETS: ReadonlySet<string> = new Set(["labels", "albums", "order"]);

/** True for a field whose members are rows of their own. */
export function isSet(field: string): boolean {
  return SETS.has(field);
}

/** The first field that holds neither what the run wrote nor what was there before; undefined when all do. */
export function findEdited(
  past: RunEntry,
  object: ObservedObject,
  names: Addresses,
): EditedField | undefined {
  for (const [field, wrote] of Object.entries(past.after)) {
    if (isSet(field)) {
      const known = object.recorded[field];
      if (known !== undefined && !isKnown(past, field, known, names)) return { field, wrote, found: known };
      continue;
    }
    const found = readField(object, field, wrote);
    if (!equalJson(found, wrote) && !equalJson(found, past.before[field] ?? null))
      return { field, wrote, found };
  }
  return undefined;
}

/** True for a set as the run left it or as it was before, be its albums named as then or as now. */
function isKnown(
  { former, after }: RunEntry,
  field: string,
  known: Json,
  { current, present }: Addresses,
): boolean {
  const before = former.recorded[field];
  if (equalJson(known, before) || equalJson(known, after[field])) return true;
  if (field !== "albums") return false;
  const renamed = (albums: Json | undefined, rename: (album: Address) => Address) =>
    equalJson(known, ((albums ?? []) as readonly Address[]).map(rename).sort());
  return renamed(before, current) || renamed(after[field], present);
}

/** What brings the fields back that hold what the run wrote, and the record of them. */
export function reverseFields(past: RunEntry, object: ObservedObject): FieldDraft {
  const before: { [field: string]: Json } = {};
  const after: { [field: string]: Json } = {};
  const diffs: FieldDiff[] = [];
  for (const [field, wrote] of Object.entries(past.after)) {
    if (isSet(field)) continue;
    const found = readField(object, field, wrote);
    const wanted = past.before[field] ?? null;
    if (equalJson(found, wanted)) continue;
    diffs.push({ field, before: found, after: wanted, cause: "reverse" });
    if (isBesideColumn(object, field, wrote)) continue;
    before[field] = found;
    after[field] = wanted;
  }
  return { before, after, diffs, record: reverseRecord(past, object.recorded, after) };
}

/** The previous record of the fields that the run touched. Sets are handled elsewhere, except for their end. */
function reverseRecord({ former }: RunEntry, recorded: Fields, after: Fields): RecordPatch {
  const present = (field: string) => (Object.hasOwn(after, field) ? after[field] : recorded[field]);
  const set = Object.entries(former.recorded).filter(
    ([field, value]) => !isSet(field) && !equalJson(present(field), value),
  );
  const unset = former.unrecorded.filter((field) => present(field) !== undefined);
  return { set: Object.fromEntries(set), unset };
}

function readField(object: ObservedObject, field: string, reference: Json): Json {
  const spec = specOf(object.kind, field) ?? { type: "json" };
  const row = object.row as ObservedRow;
  if (spec.column !== undefined && row.unreadable.includes(spec.column)) return null;
  return readLive({ field, spec, recorded: object.recorded, row, adopting: false }, reference);
}

/** True for a big seed that only the record holds, beside a column where others left theirs. */
function isBesideColumn({ kind, row }: ObservedObject, field: string, wrote: Json): boolean {
  return isBigSeed(specOf(kind, field), wrote) && (row?.fields[field] ?? null) !== null;
}
