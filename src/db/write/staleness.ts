import type { Address, Kind } from "../../model/address.js";
import { isBigSeed, specOf } from "../../model/fields.js";
import { equalJson, type Json } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import type { DecodedRow } from "../backend/decode.js";
import type { Execution } from "./execution.js";

/** One field of a row that is about to be written: `held` already has the new value, `planned` is as the plan saw it. */
type FieldState = "held" | "planned" | "stale";

/** An object as a step finds it. */
export interface FoundObject {
  readonly kind: Kind;
  readonly row: DecodedRow;
  /** What is recorded of it; null while the row is being adopted, when what only the record holds is not compared. */
  readonly recorded: Fields | null;
}

/** Compares one live field with what the plan saw and, unless `wanted` is undefined, with what it writes. */
export function judgeField(
  found: FoundObject,
  field: string,
  before: Fields,
  wanted: Json | undefined,
): FieldState {
  const spec = specOf(found.kind, field);
  if (spec === undefined || isSet(found.kind, field)) return "planned";
  const planned = before[field] ?? null;
  if (spec.column === undefined) return judgeRecorded(found, field, planned, wanted);
  if (found.row.unreadable.includes(spec.column)) return Object.hasOwn(before, field) ? "stale" : "planned";
  const live = found.row.fields[field] ?? null;
  if (equalJson(live, wanted)) return "held";
  if (isBigSeed(spec, wanted) || isBigSeed(spec, planned))
    return judgeBigSeed(found, field, live, planned, wanted);
  return equalJson(live, planned) ? "planned" : "stale";
}

/** Beside a big seed the column is NULL or holds what others left there, so the recorded value counts too. */
function judgeBigSeed(
  { recorded }: FoundObject,
  field: string,
  live: Json,
  planned: Json,
  wanted: Json | undefined,
): FieldState {
  const known = recorded?.[field] ?? null;
  if (equalJson(known, wanted)) return "held";
  if (equalJson(live, planned)) return "planned";
  return equalJson(known, planned) ? "planned" : "stale";
}

function judgeRecorded(
  { recorded }: FoundObject,
  field: string,
  planned: Json,
  wanted: Json | undefined,
): FieldState {
  if (recorded === null) return "planned";
  const known = recorded[field] ?? null;
  if (equalJson(known, wanted)) return "held";
  return equalJson(known, planned) ? "planned" : "stale";
}

/** True for a field whose members are rows of their own, or the order of such rows. */
export function isSet(kind: Kind, field: string): boolean {
  const type = specOf(kind, field)?.type;
  return type === "labels" || type === "albums" || type === "order";
}

/** Notes that a field is not as the plan saw it. */
export function noteStale(
  execution: Execution,
  address: Address,
  field: string,
  planned: Json | undefined,
  found: Json | undefined,
): void {
  execution.stale.push({ address, field, planned, found });
}

/** True when something about the object is known to differ from the plan: more of it would only repeat that. */
export function isStale({ stale }: Execution, address: Address): boolean {
  return stale.length > 0 && stale.some((one) => one.address === address);
}

/** Notes that the row of an object is gone, or that there is none to begin with. */
export function markRowMissing(execution: Execution, address: Address): void {
  if (!isStale(execution, address)) noteStale(execution, address, "row", "present", "gone");
}
