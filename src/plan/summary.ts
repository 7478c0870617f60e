import { KINDS, type Kind } from "../model/address.js";
import type { Action, Change, MoveChange } from "../model/change.js";
import { digestJson, digestTexts } from "../model/digest.js";
import { canonicalJson, type Json } from "../model/json.js";
import { type ActionCounts, PLAN_FORMAT, type PlanSummary, type ThumbnailChange } from "../model/plan.js";

const ACTIONS: readonly Action[] = ["create", "update", "move", "adopt", "release", "delete"];

/** Counts of a plan, in all and by kind. */
export function summarizePlan(
  changes: readonly Change[],
  blocked: number,
  thumbnails: readonly ThumbnailChange[],
): PlanSummary {
  const kinds = Object.fromEntries(
    KINDS.map((kind) => [kind, countActions(changes.filter((change) => change.kind === kind))]),
  ) as { readonly [K in Kind]: ActionCounts };
  const count = (action: ThumbnailChange["action"]) =>
    thumbnails.filter((entry) => entry.action === action).length;
  return {
    actions: countActions(changes),
    kinds,
    blocked,
    thumbnails: { make: count("make"), remake: count("remake"), remove: count("remove") },
  };
}

/**
 * SHA-256 over format, estate and what each change does to which state: no ids, times, places or reasons, so equal
 * intentions on equal states have equal ids.
 */
export function identifyPlan(estate: string, changes: readonly Change[]): string {
  return digestTexts(textsOf(estate, changes));
}

/** The canonical JSON of format, estate and the list of changes, in parts. */
function* textsOf(estate: string, changes: readonly Change[]): Generator<string> {
  yield `[${canonicalJson(PLAN_FORMAT)},${canonicalJson(estate)},[`;
  let separator = "";
  for (const change of changes) {
    yield separator;
    yield canonicalJson(essenceOf(change));
    separator = ",";
  }
  yield "]]";
}

function essenceOf(change: Change): Json {
  const { action, address } = change;
  const before = action === "create" ? null : digestJson(change.before);
  if (change.action === "release")
    return { action, address, before, after: null, ...(change.forget ? { forget: true } : {}) };
  if (change.action === "delete")
    return { action, address, before, after: null, ...(change.withForeign ? { withForeign: true } : {}) };
  const { after, record, protect, placements, order } = change;
  return {
    action,
    address,
    before,
    after,
    protect,
    record: { set: record.set, unset: record.unset },
    placements: placements.map(({ album, index }) => [album, index]),
    ...(change.action === "create" ? { initial: change.initial } : {}),
    ...(change.action === "move" ? essenceOfMove(change) : {}),
    ...(order === undefined ? {} : { order }),
  };
}

function essenceOfMove({ from, movedFrom }: MoveChange): { readonly [key: string]: Json } {
  return { from, ...(movedFrom === undefined ? {} : { movedFrom }) };
}

function countActions(changes: readonly Change[]): ActionCounts {
  const counts = Object.fromEntries(ACTIONS.map((action) => [action, 0])) as Record<Action, number>;
  for (const { action } of changes) counts[action]++;
  return counts;
}
