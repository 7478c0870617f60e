import type { Action, Change, ChangeOutline, MoveChange } from "../model/change.js";
import { digestJson, TextDigest } from "../model/digest.js";
import { canonicalJson, type Json } from "../model/json.js";
import { PLAN_FORMAT, type PlanSummary, type ThumbnailChange } from "../model/plan.js";

/** Counts of a plan, in all and by kind. */
export function summarizePlan(
  changes: Iterable<ChangeOutline>,
  blocked: number,
  thumbnails: Iterable<ThumbnailChange>,
): PlanSummary {
  const tally = new PlanTally();
  for (const change of changes) tally.add(change);
  for (const thumbnail of thumbnails) tally.addThumbnail(thumbnail);
  return tally.summarize(blocked);
}

/** Counts the entries of a plan as they come. */
export class PlanTally {
  readonly #actions = countNone();
  readonly #kinds = { "set-template": countNone(), album: countNone(), image: countNone() };
  readonly #thumbnails = { make: 0, remake: 0, remove: 0 };

  add({ action, kind }: ChangeOutline): void {
    this.#actions[action]++;
    this.#kinds[kind][action]++;
  }

  addThumbnail({ action }: ThumbnailChange): void {
    this.#thumbnails[action]++;
  }

  summarize(blocked: number): PlanSummary {
    return { actions: this.#actions, kinds: this.#kinds, blocked, thumbnails: this.#thumbnails };
  }
}

/**
 * SHA-256 over format, estate and what each change does to which state: no ids, times, places or reasons, so equal
 * intentions on equal states have equal ids.
 */
export function identifyPlan(estate: string, changes: Iterable<Change>): string {
  const identity = new PlanIdentity(estate);
  for (const change of changes) identity.add(change);
  return identity.end();
}

/** The id of a plan whose changes come one after the other: digest of the canonical JSON of format, estate and changes. */
export class PlanIdentity {
  readonly #digest = new TextDigest();
  #separator = "";

  constructor(estate: string) {
    this.#digest.add(`[${canonicalJson(PLAN_FORMAT)},${canonicalJson(estate)},[`);
  }

  add(change: Change): void {
    this.#digest.add(this.#separator);
    this.#digest.add(canonicalJson(essenceOf(change)));
    this.#separator = ",";
  }

  end(): string {
    this.#digest.add("]]");
    return this.#digest.end();
  }
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
