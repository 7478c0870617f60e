import { kindOf } from "../../src/model/address.js";
import type { Action, Change, CreateChange, FieldDiff, UpdateChange } from "../../src/model/change.js";
import type { ActionCounts, Plan, PlanSummary } from "../../src/model/plan.js";
import type { Fields } from "../../src/model/resource.js";

export const DECK_MANIFEST = "manifests/legacy/decks/card-deck-20251013-213519.yaml";
export const PACK_MANIFEST = "manifests/legacy/reference-packs/tarot-sheets.yaml";
export const DECK = "album:decks/card-deck-20251013-213519";
const NOTHING = { record: { set: {}, unset: [] }, protect: false, placements: [] } as const;

/** A plan around its changes, with counts that fit. */
export function planOf(changes: readonly Change[], rest: Partial<Plan> = {}): Plan {
  const plan = {
    formatVersion: "1.0",
    planId: "0".repeat(64),
    estate: "main",
    manifests: [],
    base: { database: "none", schemaVersion: 1 },
    pendingMigrations: [],
    changes,
    blocked: [],
    guards: [],
    thumbnails: [],
    records: [],
    prunable: [],
    notes: [],
    ...rest,
  };
  return { ...plan, summary: summaryOf(plan) };
}

/** A change of an owned row, its `after` and `before` taken from the diffs. */
export function updateOf(
  address: string,
  line: number,
  diffs: readonly FieldDiff[],
  rest: Partial<UpdateChange> = {},
): UpdateChange {
  return {
    ...NOTHING,
    action: "update",
    kind: kindOf(address),
    address,
    reason: "changed in the manifest",
    manifest: DECK_MANIFEST,
    source: { file: DECK_MANIFEST, line, column: 5 },
    before: fieldsOf(diffs, "before"),
    after: fieldsOf(diffs, "after"),
    diffs,
    ...rest,
  };
}

/** A new row; an image is linked to `album`. */
export function createOf(address: string, line: number, after: Fields, album?: string): CreateChange {
  const manifest = album === DECK || address === DECK ? DECK_MANIFEST : PACK_MANIFEST;
  return {
    ...NOTHING,
    action: "create",
    kind: kindOf(address),
    address,
    reason: "new in the manifest",
    manifest,
    source: { file: manifest, line, column: 3 },
    after,
    diffs: [],
    initial: {},
    restored: false,
    placements: album === undefined ? [] : [{ album, index: 0, before: null }],
  };
}

function fieldsOf(diffs: readonly FieldDiff[], side: "before" | "after"): Fields {
  return Object.fromEntries(
    diffs.flatMap((diff) => (diff[side] === undefined ? [] : [[diff.field, diff[side]]])),
  );
}

function summaryOf(plan: Omit<Plan, "summary">): PlanSummary {
  const countOf = (changes: readonly Change[]) => {
    const amount = (action: Action) => changes.filter((change) => change.action === action).length;
    return {
      create: amount("create"),
      update: amount("update"),
      move: amount("move"),
      adopt: amount("adopt"),
      release: amount("release"),
      delete: amount("delete"),
    } satisfies ActionCounts;
  };
  const ofKind = (kind: string) => countOf([...plan.changes].filter((change) => change.kind === kind));
  const thumbnails = (action: string) => [...plan.thumbnails].filter((each) => each.action === action).length;
  return {
    actions: countOf([...plan.changes]),
    kinds: { "set-template": ofKind("set-template"), album: ofKind("album"), image: ofKind("image") },
    blocked: plan.blocked.length,
    thumbnails: { make: thumbnails("make"), remake: thumbnails("remake"), remove: thumbnails("remove") },
  };
}
