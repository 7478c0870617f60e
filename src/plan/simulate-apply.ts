import { forEachKind, type Kind } from "../model/address.js";
import { FIELDS } from "../model/fields.js";
import type { Observation, ObservedObject } from "../model/observed.js";
import type { Fields, Label, Resource } from "../model/resource.js";

/** When and where it would have happened; nothing of a plan depends on it. */
const APPLIED = { run: 0, recordedAt: "1970-01-01 00:00:00.000000" } as const;

/**
 * The database as it would stand had these resources (ascending by address) been applied and nothing else: what a plan
 * between two states of the manifests compares with. `recipe`: that of the thumbnails.
 */
export function simulateApply(resources: Iterable<Resource>, recipe: string): Observation {
  return {
    baseline: null,
    watermark: { mark: 0, run: 0 },
    findThumbnails: () => [],
    findOutdated: () => [],
    countOwned: () => countKinds(resources),
    database: {
      id: "none",
      schemaVersion: 0,
      generation: "empty",
      profile: "D",
      pending: [],
      servedFrom: null,
    },
    async *objects() {
      let id = 0;
      for (const resource of resources) yield simulateObject(resource, ++id, recipe);
    },
    findCandidates: async () => [],
    findMembers: async () => [],
    findForeignUses: async () => [],
  };
}

/** How many there are of each kind. */
export function countKinds(objects: Iterable<{ readonly kind: Kind }>): { [K in Kind]: number } {
  const counts = forEachKind(() => 0);
  for (const { kind } of objects) counts[kind]++;
  return counts;
}

function simulateObject(resource: Resource, rowId: number, recipe: string): ObservedObject {
  const { kind, address, fields, protect, origin } = resource;
  const labels = ((fields.labels ?? []) as readonly Label[]).map((label) => ({ ...label, ours: true }));
  const linked = kind === "album" ? resource.images : kind === "image" ? resource.albums : [];
  const links = Array.from(linked, (end) => ({ address: end, rowId: 0, ours: true }));
  return {
    ...APPLIED,
    kind,
    address,
    state: "owned",
    protect,
    manifest: origin.source.file,
    recorded: fields,
    movedFrom: resource.renamedFrom ?? null,
    rowId,
    guard: address,
    row: { id: rowId, guard: address, fields: completeFields(resource), unreadable: [], labels, links },
    thumbnail:
      kind === "image" ? { sha256: String(fields.sha256), recipe, state: "made", error: null } : null,
  };
}

/** The declared fields and, for the others that have a column, the values of a new row. */
function completeFields({ kind, fields }: Resource): Fields {
  const columns = Object.entries(FIELDS[kind]).filter(([, { column }]) => column !== undefined);
  return {
    ...Object.fromEntries(columns.map(([field, { initial }]) => [field, initial ?? null])),
    ...fields,
  };
}
