import { type Address, KINDS, type Kind } from "../model/address.js";
import { type Blocked, type DeleteChange, type ReleaseChange, reasonLeft } from "../model/change.js";
import type { Observation, ObservedObject } from "../model/observed.js";
import type { PlanGuard } from "../model/plan.js";
import type { PlanOptions } from "./options.js";

/** What becomes of objects that are no longer declared. */
export interface Removals {
  readonly changes: readonly (ReleaseChange | DeleteChange)[];
  readonly blocked: readonly Blocked[];
  /** Released objects that pruning would delete. */
  readonly prunable: readonly Address[];
}

/** Releases, or with pruning deletes, what is no longer declared; `released` are those released earlier. */
export async function planRemovals(
  vanished: readonly ObservedObject[],
  released: readonly ObservedObject[],
  observation: Observation,
  options: PlanOptions,
): Promise<Removals> {
  if (!options.prune) {
    return {
      changes: vanished.map(releaseObject),
      blocked: [],
      prunable: [...vanished, ...released].map(({ address }) => address).sort(),
    };
  }
  const doomed = [...vanished, ...released];
  const uses = options.deleteForeign
    ? new Map<Address, readonly string[]>()
    : await findUses(doomed, observation);
  const blocked = doomed.flatMap((object) => refuseDelete(object, uses.get(object.address)));
  const kept = new Set(blocked.map(({ address }) => address));
  return {
    changes: doomed
      .filter(({ address }) => !kept.has(address))
      .map((object) => deleteObject(object, options.deleteForeign)),
    blocked,
    prunable: [],
  };
}

/** Limits on how much may be released and deleted at once, and the refusal to empty an estate. */
export function checkRemovals(
  removals: Pick<Removals, "changes">,
  observation: Pick<Observation, "countOwned">,
  declared: number,
  options: Pick<PlanOptions, "budget" | "allowDeletes">,
): readonly PlanGuard[] {
  if (removals.changes.length === 0) return [];
  if (declared === 0) {
    const reason = "no manifest declares an object, but the database has objects of this estate";
    return [
      {
        code: "empty-estate",
        reason,
        help: "Check manifests in sync.config.yaml. sync never applies an empty estate.",
      },
    ];
  }
  const owned = observation.countOwned();
  return KINDS.flatMap((kind) => checkBudget(kind, removals, owned[kind], options));
}

function checkBudget(
  kind: Kind,
  removals: Pick<Removals, "changes">,
  owned: number,
  options: Pick<PlanOptions, "budget" | "allowDeletes">,
): readonly PlanGuard[] {
  const gone = removals.changes.filter((change) => change.kind === kind).length;
  const { rows, share } = options.budget;
  const isOver = gone > rows && gone > share * owned;
  const isAll = gone === owned;
  if (gone === 0 || (!isOver && !isAll) || gone <= options.allowDeletes) return [];
  const limit = isOver ? `more than ${rows} rows and ${Math.round(share * 100)} %` : "all of them";
  return [
    {
      code: "budget-exceeded",
      reason: `${gone} of ${owned} ${kind} rows would be released or deleted: ${limit}`,
      help: `If this is intended, pass --allow-deletes ${gone}.`,
    },
  ];
}

async function findUses(
  doomed: readonly ObservedObject[],
  observation: Observation,
): Promise<Map<Address, readonly string[]>> {
  const found = await observation.findForeignUses(doomed.map(({ address }) => address));
  return new Map(found.map(({ address, uses }) => [address, uses]));
}

/** Why a row must not be deleted: at most one reason. `uses`: what others hang on it. */
export function refuseDelete(
  object: Pick<ObservedObject, "address" | "kind" | "protect">,
  uses: readonly string[] | undefined,
): readonly Blocked[] {
  const { address, kind } = object;
  if (object.protect) {
    const help = "Declare it again with protect: false, apply, then remove it from the manifest.";
    return [{ address, kind, code: "protected", reason: "it is protected from deletion", help }];
  }
  if (uses === undefined || uses.length === 0) return [];
  const reason = `foreign rows use it: ${uses.join(", ")}`;
  const help = "Remove these rows first, keep the entry, or pass --delete-foreign.";
  return [{ address, kind, code: "foreign-rows", reason, help }];
}

function releaseObject(object: ObservedObject): ReleaseChange {
  const { kind, address, manifest } = object;
  // A release writes no column, so no value of the row can make it stale.
  return { action: "release", kind, address, before: {}, reason: reasonLeft(manifest) };
}

function deleteObject(object: ObservedObject, withForeign: boolean): DeleteChange {
  const { kind, address, row, manifest } = object;
  return {
    action: "delete",
    kind,
    address,
    before: row?.fields ?? {},
    ...(withForeign ? { withForeign } : {}),
    reason: reasonLeft(manifest),
  };
}
