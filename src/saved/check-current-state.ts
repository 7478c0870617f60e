import type { Address, Kind } from "../model/address.js";
import {
  type AdoptChange,
  type Blocked,
  type ChangeOutline,
  type DeleteChange,
  outlinesOf,
  type ReleaseChange,
} from "../model/change.js";
import type { PlainDiagnostic } from "../model/diagnostic.js";
import type { Candidate, CurrentObject, ForeignUse } from "../model/observed.js";
import type { PlanGuard } from "../model/plan.js";
import type { SavedPlan } from "../model/saved-plan.js";
import type { PlanOptions } from "../plan/options.js";
import { checkRemovals, refuseDelete } from "../plan/removals.js";

type Objects = ReadonlyMap<Address, CurrentObject>;
/** Gives what the database holds of some addresses; what it does not know is left out. */
export type FindObjects = (addresses: readonly Address[]) => Objects;

/** A delete or release of what is still there. */
export interface Removal {
  readonly change: ReleaseChange | DeleteChange;
  readonly object: CurrentObject;
}

/** What the database says to a plan. */
interface Judgement {
  /** Why the plan changes what is not the estate's to change. */
  readonly problem?: PlainDiagnostic;
  readonly removals: readonly Removal[];
  /** Albums and templates that become the estate's for the first time. */
  readonly adopted: readonly AdoptChange[];
}

const TOGETHER = 500;

/**
 * Checks every object of a plan in batches. With `isRepeat`, objects that an earlier run of the same plan already
 * changed or deleted are not a problem.
 */
export function checkCurrentState(plan: SavedPlan, find: FindObjects, isRepeat: boolean): Judgement {
  const removals: Removal[] = [];
  const adopted: AdoptChange[] = [];
  for (const changes of batch(outlinesOf(plan.changes))) {
    const objects = find(changes.flatMap(namesOf));
    for (const change of changes) {
      const fault = isRepeat ? undefined : findFault(change, objects, plan.reverses !== undefined);
      if (fault !== undefined) return { problem: unowned(change.address, fault), removals, adopted };
      const ending = findRemoval(change, objects.get(change.address));
      if (ending !== undefined) removals.push(ending);
      if (change.action === "adopt" && change.kind !== "image" && !objects.has(change.address))
        adopted.push(change);
    }
  }
  return { removals, adopted };
}

const TAKES_ANOTHER = "adopts another row than planning finds for it";

/** Why a plan adopts a row that planning would not have found. `candidates`: the rows that planning finds. */
export function findOtherRow(
  adopted: readonly AdoptChange[],
  candidates: readonly Candidate[],
): PlainDiagnostic | undefined {
  const other = adopted.find(
    ({ address, row }) => !candidates.some((each) => each.address === address && each.row.id === row.id),
  );
  return other && unowned(other.address, TAKES_ANOTHER);
}

function* batch(changes: Iterable<ChangeOutline>): Generator<readonly ChangeOutline[]> {
  let waiting: ChangeOutline[] = [];
  for (const change of changes) {
    waiting.push(change);
    if (waiting.length < TOGETHER) continue;
    yield waiting;
    waiting = [];
  }
  yield waiting;
}

function namesOf(change: ChangeOutline): readonly Address[] {
  return change.action === "move" ? [change.address, change.from] : [change.address];
}

function findRemoval(change: ChangeOutline, object: CurrentObject | undefined): Removal | undefined {
  if (change.action !== "delete" && change.action !== "release") return undefined;
  if (object === undefined || object.row === null) return undefined;
  return change.action === "delete" || object.state === "owned" ? { change, object } : undefined;
}

function unowned(address: Address, fault: string): PlainDiagnostic {
  return {
    code: "plan-not-owned",
    summary: `${address} ${fault}`,
    help: "Look at sync status, then make a new plan with sync plan --out.",
  };
}

function findFault(change: ChangeOutline, objects: Objects, isReverse: boolean): string | undefined {
  const object = objects.get(change.address);
  switch (change.action) {
    case "create": {
      const isGone = object?.state === "owned" && object.row === null;
      return isGone && !change.restored ? "was deleted in the database since the plan was made" : undefined;
    }
    case "adopt": {
      const isOther = object !== undefined && object.row !== null && object.rowId !== change.row.id;
      return isOther ? TAKES_ANOTHER : undefined;
    }
    case "move":
      return isOwned(objects.get(change.from)) || isOwned(object)
        ? undefined
        : `moves from ${change.from}, which this estate does not own`;
    case "update":
      return isOwned(object) || isReverse ? undefined : "changes, but this estate does not own it";
    case "release":
      return object === undefined ? "is released, but this estate does not own it" : undefined;
    case "delete":
      if (object === undefined) return "is deleted, but this estate does not own it";
      return findUnseen(change, object);
  }
}

function isOwned(object: CurrentObject | undefined): boolean {
  return object?.state === "owned";
}

/** A delete names every value of its row, so that an edit stops it. */
function findUnseen({ before }: DeleteChange, { row }: CurrentObject): string | undefined {
  const unseen = Object.keys(row ?? {}).find((field) => !Object.hasOwn(before, field));
  return unseen === undefined ? undefined : `is deleted without a check of its ${unseen}`;
}

/** The limits that what is still to go exceeds, by the counts of the database. `declared`: how many objects manifests declare. */
export function deriveGuards(
  removals: readonly Removal[],
  owned: { readonly [K in Kind]: number },
  declared: number,
  options: Pick<PlanOptions, "budget" | "allowDeletes">,
): readonly PlanGuard[] {
  const changes = removals.map(({ change }) => change);
  return checkRemovals({ changes }, { countOwned: () => owned }, declared, options);
}

/** Why an object must not be deleted: it is protected, or foreign rows use it. `uses`: those rows. */
export function findBlockedRemoval(
  removals: readonly Removal[],
  uses: readonly ForeignUse[],
): Blocked | undefined {
  const usesOf = new Map(uses.map((each) => [each.address, each.uses]));
  for (const { change, object } of removals) {
    if (change.action !== "delete") continue;
    const [blocked] = refuseDelete(object, usesOf.get(change.address));
    if (blocked !== undefined) return blocked;
  }
  return undefined;
}
