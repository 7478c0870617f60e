import { kindOf } from "../model/address.js";
import type { RecordChange } from "../model/plan.js";
import type { SavedPlan } from "../model/saved-plan.js";
import { findAddressFault } from "./check-address.js";
import { findValueFault } from "./manifest-values.js";

type Head = Omit<SavedPlan, "changes" | "thumbnails">;

const GUARDS: ReadonlySet<string> = new Set(["budget-exceeded", "empty-estate"]);

/** Why planning could not have made the head of this plan, in a few words; undefined when it could. */
export function findHeadFault(plan: Head): string | undefined {
  const { asked, blocked, guards, records, prunable, summary, reverses, notes } = plan;
  const isReverse = reverses !== undefined;
  const { release, delete: deleted } = summary.actions;
  const unknown = guards.find(({ code }) => !GUARDS.has(code));
  if (unknown !== undefined) return `unknown limit ${unknown.code}`;
  if (guards.length > 0 && release + deleted === 0)
    return "a limit is exceeded although nothing is deleted or released";
  const restore = asked.restore === "all" ? [] : asked.restore;
  const named = [...blocked, ...notes, ...prunable.map(asObject), ...restore.map(asObject)];
  for (const { address } of named) {
    const fault = findAddressFault(address);
    if (fault !== undefined) return `${address}: ${fault}`;
  }
  const misnamed = blocked.find(({ address, kind }) => kindOf(address) !== kind);
  if (misnamed !== undefined) return `${misnamed.address} is of another kind`;
  for (const record of records) {
    const fault = findRecordFault(record, isReverse);
    if (fault !== undefined) return `${record.address}: ${fault}`;
  }
  return undefined;
}

function findRecordFault({ address, patch }: RecordChange, isReverse: boolean): string | undefined {
  const fault = findAddressFault(address);
  return fault ?? (isReverse ? undefined : findValueFault(address, patch.set));
}

function asObject(address: string): { readonly address: string } {
  return { address };
}
