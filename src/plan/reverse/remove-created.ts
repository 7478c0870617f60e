import type { DeleteChange, ReleaseChange } from "../../model/change.js";
import { digestJson } from "../../model/digest.js";
import { specOf } from "../../model/fields.js";
import type { Observation, ObservedObject } from "../../model/observed.js";
import { wasEdited } from "../compare/live-values.js";
import type { PlanOptions } from "../options.js";
import { type Removals, refuseDelete } from "../removals.js";
import type { Objects } from "./judge.js";
import type { RunEntry } from "./run-entries.js";

/** What removing needs to know. */
interface RemovalContext {
  readonly run: number;
  readonly observation: Observation;
  readonly options: PlanOptions;
}

/**
 * Releases the rows that a run created. With `prune` it deletes them, unless a foreign write changed them or foreign
 * rows use them. Rows that were deleted or released since are skipped.
 */
export async function removeCreated(
  past: readonly RunEntry[],
  objects: Objects,
  occasion: RemovalContext,
): Promise<Removals> {
  const { run, observation, options } = occasion;
  const made = new Map(
    past.filter(({ what }) => what === "created").map(({ address, digest }) => [address, digest]),
  );
  const created = [...made.keys()]
    .flatMap((address) => objects.get(address) ?? [])
    .filter(({ row, state }) => row !== null && (options.prune || state === "owned"));
  if (!options.prune)
    return { changes: created.map((object) => releaseCreated(object, run)), blocked: [], prunable: [] };
  const uses = options.deleteForeign
    ? []
    : await observation.findForeignUses(created.map(({ address }) => address));
  const usesOf = new Map(uses.map((each) => [each.address, each.uses]));
  const refused = created.flatMap((object) => {
    const edited = refuseEdited(object, run, made.get(object.address));
    return edited.length > 0 ? edited : refuseDelete(object, usesOf.get(object.address));
  });
  const kept = new Set(refused.map(({ address }) => address));
  const changes = created
    .filter(({ address }) => !kept.has(address))
    .map((object) => deleteCreated(object, run, options.deleteForeign));
  return { changes, blocked: refused, prunable: [] };
}

function releaseCreated({ kind, address }: ObservedObject, run: number): ReleaseChange {
  return { action: "release", kind, address, before: {}, reason: `added by run ${run}; its row stays` };
}

function deleteCreated(
  { kind, address, row }: ObservedObject,
  run: number,
  withForeign: boolean,
): DeleteChange {
  return {
    action: "delete",
    kind,
    address,
    before: row?.fields ?? {},
    ...(withForeign ? { withForeign } : {}),
    reason: `added by run ${run}`,
  };
}

function refuseEdited(object: ObservedObject, run: number, digest: string | undefined): Removals["blocked"] {
  const { address, kind } = object;
  const what = findEdit(object, run, digest);
  if (what === undefined) return [];
  const help = "Omit --prune to keep the row, or pass --skip-blocked to apply the rest.";
  return [{ address, kind, code: "reverse-edited", reason: `${what} since run ${run} created it`, help }];
}

function findEdit(object: ObservedObject, run: number, digest: string | undefined): string | undefined {
  const { kind, recorded, row } = object;
  if (object.run !== run && digestJson(recorded) !== digest) return "a later run changed it";
  if (row === null) return undefined;
  const edited = Object.keys(recorded).find((field) => {
    const spec = specOf(kind, field);
    if (spec === undefined || spec.type === "labels" || spec.type === "albums" || spec.type === "order")
      return false;
    return wasEdited({ field, spec, recorded, row, adopting: false });
  });
  return edited === undefined ? undefined : `${edited} was edited`;
}
