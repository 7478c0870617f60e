import type { Action, Change, MoveChange } from "../model/change.js";
import { digestJson, digestTexts } from "../model/digest.js";
import { canonicalJson, type Json } from "../model/json.js";
import { PLAN_FORMAT, type PlanSummary, type ThumbnailChange } from "../model/plan.js";

/** Counts of a plan, in all and by kind. */
export function summarizePlan(
  changes: Iterable<Change>,
  blocked: number,
  thumbnails: Iterable<ThumbnailChange>,
): PlanSummary {
  const actions = countNone();
  const kinds = { "set-template": countNone(), album: countNone(), image: countNone() };
  for (const { action, kind } of changes) {
    actions[action]++;
    kinds[kind][action]++;
  }
  const wanted = { make: 0, remake: 0, remove: 0 };
  for (const { action } of thumbnails) wanted[action]++;
  return { actions, kinds, blocked, thumbnails: wanted };
}

/**
 * SHA-256 over format, estate and what each change does to which state: no ids, times, places or reasons, so equal
 * intentions on equal states have equal ids.
 */
export function identifyPlan(estate: string, changes: Iterable<Change>): string {
  return digestTexts(textsOf(estate, changes));
}

/** The canonical JSON of format, estate and the list of changes, in parts. */
function* textsOf(estate: string, changes: Iterable<Change>): Generator<string> {
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

function countNone(): Record<Action, number> {
  return { create: 0, update: 0, move: 0, adopt: 0, release: 0, delete: 0 };
}
