import type { DesiredEstate } from "../model/estate.js";
import { concat } from "../model/lists/sequence.js";
import type { DatabaseState, Observation } from "../model/observed.js";
import { PLAN_FORMAT, type Plan, type ThumbnailChange } from "../model/plan.js";
import { admitResources } from "./adopt/adopt.js";
import { admitMembers } from "./adopt/members.js";
import { ChangeSet } from "./change-set.js";
import { surveyObjects } from "./moves/survey.js";
import type { PlanOptions } from "./options.js";
import { checkRemovals, planRemovals } from "./removals.js";
import { identifyPlan, summarizePlan } from "./summary.js";
import { planOutdatedRemovals, planThumbnail, planThumbnailRemovals } from "./thumbnails.js";

/**
 * Compares declared resources with recorded objects and current rows, and returns the plan that `apply` would carry
 * out. Pure except for reading the observation: equal inputs give equal plans, byte for byte.
 */
export async function planChanges(
  desired: DesiredEstate,
  observation: Observation,
  options: PlanOptions,
): Promise<Plan> {
  const set = new ChangeSet(desired, options);
  const survey = await surveyObjects(
    desired.resources,
    observation.objects(desired.unread),
    (match, albums) => set.compareImage(match, albums),
  );
  const restored = survey.gone.filter((match) => set.mayRestore(match));
  const newcomers = concat(
    survey.fresh,
    restored.map(({ resource }) => resource),
  );
  const named = await admitResources(
    newcomers,
    observation,
    desired.name,
    new Set(survey.moves.map(({ object }) => object.address)),
  );
  const admissions = await admitMembers(newcomers, survey, named, observation);
  set.settle(survey, newcomers, admissions);
  const removals = await planRemovals(survey.vanished, survey.released, observation, options);
  const declared = desired.resources.length + desired.unread.size;
  const guards = checkRemovals(removals, observation, declared, options);
  const { changes, blocked, records, notes, thumbnails } = set.finish(removals);
  for (const entry of planUnread(desired, observation, options)) thumbnails.add(entry);
  for (const entry of planThumbnailRemovals(changes)) thumbnails.add(entry);
  for (const entry of planOutdatedRemovals(observation.findOutdated(), thumbnails.sorted()))
    thumbnails.add(entry);
  const allThumbnails = thumbnails.sorted();
  return {
    formatVersion: PLAN_FORMAT,
    planId: identifyPlan(desired.name, changes),
    estate: desired.name,
    manifests: desired.manifests,
    base: { database: observation.database.id, schemaVersion: observation.database.schemaVersion },
    pendingMigrations: listPending(observation.database),
    changes,
    blocked,
    guards,
    thumbnails: allThumbnails,
    records,
    prunable: removals.prunable,
    notes,
    summary: summarizePlan(changes, blocked.length, allThumbnails),
  };
}

/** Thumbnails of images whose manifests were not read. */
function planUnread(
  { unread }: DesiredEstate,
  observation: Observation,
  options: PlanOptions,
): readonly ThumbnailChange[] {
  return observation.findThumbnails(unread, options.recipe).flatMap(({ address, sha256, thumbnail }) => {
    const wanted = planThumbnail(address, sha256, thumbnail, options);
    return wanted === undefined ? [] : [wanted];
  });
}

/** Migrations that must run first: an empty database gets its tables from the first apply, so there none do. */
export function listPending({ generation, pending }: DatabaseState): readonly string[] {
  return generation === "empty" ? [] : pending;
}
