import fc from "fast-check";
import { formatAddress, KINDS, type Kind } from "../../src/model/address.js";
import type { Action, Change, FieldDiff, Placement } from "../../src/model/change.js";
import type { Json } from "../../src/model/json.js";
import type { Plan } from "../../src/model/plan.js";
import type { Fields } from "../../src/model/resource.js";
import { compareText } from "../../src/model/text-order.js";
import { summarizePlan } from "../../src/plan/summary.js";

/** A plan of these changes; what is not given is empty. */
export function planOf(changes: readonly Change[], more: Partial<Plan> = {}): Plan {
  const { blocked = [], thumbnails = [] } = more;
  return {
    formatVersion: "1.0",
    planId: "0".repeat(64),
    estate: "main",
    manifests: [],
    base: { database: "test", schemaVersion: 1 },
    pendingMigrations: [],
    changes,
    blocked,
    guards: [],
    thumbnails,
    records: [],
    prunable: [],
    notes: [],
    summary: summarizePlan(changes, blocked.length, thumbnails),
    ...more,
  };
}

/** What a change of the given action looks like around the values that matter to a test. */
export function changeOf(action: Action, kind: Kind, name: string, more: object = {}): Change {
  const address = formatAddress(kind, name);
  const base = { action, kind, address, reason: "a test", before: {} };
  const writing = {
    after: {},
    diffs: [],
    record: { set: {}, unset: [] },
    manifest: "manifests/a.yaml",
    protect: false,
    placements: [],
  };
  const own = {
    create: { initial: {}, restored: false },
    update: {},
    move: { from: formatAddress(kind, `old-${name}`) },
    adopt: { row: { id: 1, guard: "g" } },
    release: {},
    delete: {},
  }[action];
  const ends = action === "release" || action === "delete";
  return { ...base, ...(ends ? {} : writing), ...own, ...more } as Change;
}

const ACTIONS: readonly Action[] = ["create", "update", "move", "adopt", "release", "delete"];
const albums = fc.constantFrom("a", "b", "c", "d").map((slug) => formatAddress("album", slug));
const label = fc.record({ text: fc.string({ maxLength: 3 }), type: fc.constantFrom("tag", "caption") });

/** Changes of all actions and kinds, one for each address, with labels, links and orders where they may be. */
export const randomPlans: fc.Arbitrary<Plan> = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom(...ACTIONS),
      fc.constantFrom(...KINDS),
      fc.constantFrom(..."abcdefgh"),
      randomParts(),
    ),
    { selector: ([, kind, name]) => `${kind}:${name}`, maxLength: 20 },
  )
  .map((parts) =>
    parts.map(([action, kind, name, part]) => changeOf(action, kind, name, partsOf(action, kind, part))),
  )
  .map((changes) =>
    planOf(
      changes.sort((a, b) => compareText(a.address, b.address)),
      RECORDS,
    ),
  );

const RECORDS: Partial<Plan> = {
  records: [
    {
      address: "album:z",
      patch: { set: { name: "z" }, unset: [] },
      manifest: "manifests/z.yaml",
      protect: true,
    },
  ],
};

interface Parts {
  readonly added: readonly Json[];
  readonly removed: readonly Json[];
  readonly unlinked: readonly string[];
  readonly placements: readonly Placement[];
  readonly unset: boolean;
  readonly order: boolean;
}

function randomParts(): fc.Arbitrary<Parts> {
  const labels = fc.uniqueArray(label, { maxLength: 3, selector: ({ text, type }) => `${type} ${text}` });
  const placement = fc.record({ album: albums, index: fc.nat(9), before: fc.constant(null) });
  return fc.record({
    added: labels,
    removed: labels,
    unlinked: fc.uniqueArray(albums, { maxLength: 2 }),
    placements: fc.uniqueArray(placement, { maxLength: 3, selector: ({ album }) => album }),
    unset: fc.boolean(),
    order: fc.boolean(),
  });
}

function partsOf(action: Action, kind: Kind, parts: Parts): object {
  if (action === "release" || action === "delete" || kind === "set-template") return {};
  if (kind === "album") {
    const order = parts.order ? { order: ["image:x"] } : {};
    return { after: { name: "A", ...(parts.order ? { order: "digest" } : {}) }, ...order };
  }
  const after: Fields = { prompt: "p", labels: parts.added, albums: ["album:a"] };
  const diffs: FieldDiff[] = [
    { field: "labels", cause: "manifest", added: parts.added, removed: parts.removed },
    { field: "albums", cause: "manifest", removed: parts.unlinked },
  ];
  const record = { set: {}, unset: parts.unset ? ["labels"] : [] };
  return { after, record, placements: parts.placements, diffs: action === "create" ? [] : diffs };
}
