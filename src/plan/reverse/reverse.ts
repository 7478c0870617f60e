import type { Blocked, Change } from "../../model/change.js";
import type { RecordedChange } from "../../model/history.js";
import type { Observation } from "../../model/observed.js";
import { PLAN_FORMAT, type Plan, type PlanGuard, type ThumbnailChange } from "../../model/plan.js";
import { compareByAddress } from "../../model/text-order.js";
import type { PlanOptions } from "../options.js";
import { listPending } from "../plan.js";
import { checkRemovals } from "../removals.js";
import { identifyPlan, summarizePlan } from "../summary.js";
import { planThumbnail, planThumbnailRemovals } from "../thumbnails.js";
import { checkEntry, findObject, isBack, type Objects } from "./judge.js";
import { joinAddresses } from "./names.js";
import { acceptMoves, findTakenNames, hasRow, readCurrent } from "./objects.js";
import { removeCreated } from "./remove-created.js";
import { groupEntries, type RunEntry } from "./run-entries.js";
import { type Written, writeAll } from "./write-all.js";

/** A run to reverse. */
interface PastRun {
  readonly estate: string;
  readonly run: number;
  readonly gitCommit: string | null;
  readonly changes: readonly RecordedChange[];
}

/**
 * A plan that restores the values from before a run, from history. It releases new and adopted rows; with `prune` it
 * deletes new ones. A field with neither the run's value nor the previous one blocks its object.
 */
export async function planReversal(
  run: PastRun,
  observation: Observation,
  options: PlanOptions,
): Promise<Plan> {
  const all = groupEntries(run.changes);
  const objects = await readCurrent(all, observation);
  const returned = all.filter((past) => isBack(past, objects));
  const away = all.filter((past) => !returned.includes(past));
  const now = joinAddresses(away, new Set(), returned);
  const judged = all.flatMap((past) => checkEntry(past, objects, { run: run.run, names: now }) ?? []);
  const open = withoutBlocked(withoutReplaced(all, objects), judged);
  const moves = acceptMoves(
    open.filter((past) => past.address !== past.formerAddress && findObject(past, objects) !== undefined),
    objects,
  );
  const taken = await findTakenNames(
    open.filter(({ what, address }) => what === "deleted" && !hasRow(objects.get(address))),
    observation,
  );
  const possible = withoutBlocked(open, [...moves.blocked, ...taken]);
  const removals = await removeCreated(possible, objects, { run: run.run, observation, options });
  const past = withoutBlocked(possible, removals.blocked);
  const names = joinAddresses(away, moves.back, returned);
  const written = writeAll(past, objects, { run: run.run, names, prune: options.prune });
  const releases = [...removals.changes, ...written.releases];
  return assemble(run, observation, {
    written,
    changes: [...written.changes, ...releases],
    blocked: [...judged, ...moves.blocked, ...taken, ...removals.blocked],
    // Manifests play no role here.
    guards: checkRemovals({ ...removals, changes: releases }, observation, Number.POSITIVE_INFINITY, options),
    thumbnails: wantThumbnails(written.changes, objects, options),
  });
}

/** Skips created addresses that a moved object has taken again: the run did not create that object. */
function withoutReplaced(past: readonly RunEntry[], objects: Objects): readonly RunEntry[] {
  const back = new Set(
    past.filter((each) => isBack(each, objects)).map(({ formerAddress }) => formerAddress),
  );
  return past.filter(({ what, address }) => what !== "created" || !back.has(address));
}

function withoutBlocked(past: readonly RunEntry[], blocked: readonly Blocked[]): readonly RunEntry[] {
  const stopped = new Set(blocked.map(({ address }) => address));
  return past.filter(({ address }) => !stopped.has(address));
}

interface Parts {
  readonly written: Written;
  readonly changes: readonly Change[];
  readonly blocked: readonly Blocked[];
  readonly guards: readonly PlanGuard[];
  readonly thumbnails: readonly ThumbnailChange[];
}

function assemble({ estate, run, gitCommit }: PastRun, { database }: Observation, parts: Parts): Plan {
  const changes = [...parts.changes].sort(compareByAddress);
  const thumbnails = [...parts.thumbnails, ...planThumbnailRemovals(changes)].sort(compareByAddress);
  return {
    formatVersion: PLAN_FORMAT,
    planId: identifyPlan(estate, changes),
    estate,
    manifests: [],
    base: { database: database.id, schemaVersion: database.schemaVersion },
    pendingMigrations: listPending(database),
    changes,
    blocked: [...parts.blocked].sort(compareByAddress),
    guards: parts.guards,
    thumbnails,
    records: [...parts.written.records].sort(compareByAddress),
    prunable: [],
    notes: [],
    summary: summarizePlan(changes, parts.blocked.length, thumbnails),
    reverses: { run, gitCommit },
  };
}

/** The thumbnails that images lack once they are written back. */
function wantThumbnails(
  changes: readonly Change[],
  objects: Objects,
  options: PlanOptions,
): readonly ThumbnailChange[] {
  return changes.flatMap((change) => {
    if (change.kind !== "image" || !("after" in change)) return [];
    const object = objects.get(change.action === "move" ? change.from : change.address);
    const present = change.action === "create" ? undefined : object;
    const sha256 = change.after.sha256 ?? present?.recorded.sha256;
    if (typeof sha256 !== "string") return [];
    return planThumbnail(change.address, sha256, present?.thumbnail ?? null, options) ?? [];
  });
}
