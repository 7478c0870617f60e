import type { DesiredEstate } from "../model/estate.js";
import { concat, IN_MEMORY, type Lists, type Sequence } from "../model/lists/sequence.js";
import type { DatabaseState, Observation } from "../model/observed.js";
import { PLAN_FORMAT, type Plan, type ThumbnailChange } from "../model/plan.js";
import type { Resource } from "../model/resource.js";
import { decideAdoptions } from "./adopt/adopt.js";
import { decideMembers } from "./adopt/members.js";
import { AscendingWriter } from "./ascending-writer.js";
import { ChangeSet } from "./change-set.js";
import { surveyObjects } from "./moves/survey.js";
import type { PlanOptions } from "./options.js";
import { checkRemovals, planRemovals } from "./removals.js";
import { planOutdatedRemovals, planThumbnail } from "./thumbnails.js";

/**
 * Compares declared resources with recorded objects and current rows, and returns the plan that `apply` would carry
 * out. Pure except for reading the observation: equal inputs give equal plans, byte for byte. `lists`: where changes and
 * thumbnails go.
 */
export async function planChanges(
  desired: DesiredEstate,
  observation: Observation,
  options: PlanOptions,
  lists: Lists = IN_MEMORY,
): Promise<Plan> {
  const set = new ChangeSet(desired, options);
  const survey = await surveyObjects(
    desired,
    observation.objects(desired.unchangedManifests),
    (match, albums) => set.compareImage(match, albums),
  );
  const restored = survey.gone.filter((match) => set.mayRestore(match)).map(({ resource }) => resource);
  const newcomers = concat<Resource>([survey.fresh, survey.freshImages, restored]);
  const named = await decideAdoptions(
    newcomers,
    observation,
    desired.name,
    new Set(survey.moves.map(({ object }) => object.address)),
  );
  const admissions = await decideMembers(
    newcomers,
    new Set(restored.map(({ address }) => address)),
    survey,
    named,
    observation,
  );
  const removals = await planRemovals(survey.vanished, survey.released, observation, options);
  set.settle(survey, restored, admissions, removals);
  const declared = desired.resources.length + desired.unchangedManifests.size;
  const guards = checkRemovals(removals, observation, declared, options);
  for (const entry of planUnchanged(desired, observation, options)) set.addThumbnail(entry);
  const { changes, blocked, records, notes, ...rest } = set.finish(survey.freshImages, lists);
  const thumbnails = withOutdated(rest.thumbnails, observation, lists);
  for (const thumbnail of thumbnails) rest.tally.addThumbnail(thumbnail);
  return {
    formatVersion: PLAN_FORMAT,
    planId: rest.planId,
    estate: desired.name,
    manifests: desired.manifests,
    base: { database: observation.database.id, schemaVersion: observation.database.schemaVersion },
    pendingMigrations: listPending(observation.database),
    changes,
    blocked,
    guards,
    thumbnails,
    records,
    prunable: removals.prunable,
    notes,
    summary: rest.tally.summarize(blocked.length),
  };
}

function withOutdated(
  thumbnails: Sequence<ThumbnailChange>,
  observation: Observation,
  lists: Lists,
): Sequence<ThumbnailChange> {
  const removals = planOutdatedRemovals(observation.findOutdated(), thumbnails);
  if (removals.length === 0) return thumbnails;
  const all = lists.start<ThumbnailChange>();
  const writer = new AscendingWriter(all, removals);
  for (const thumbnail of thumbnails) writer.add(thumbnail);
  writer.end();
  return all;
}

/** Thumbnails of images whose manifests were not read. */
function planUnchanged(
  { unchangedManifests: unchanged }: DesiredEstate,
  observation: Observation,
  options: PlanOptions,
): readonly ThumbnailChange[] {
  return observation.findThumbnails(unchanged, options.recipe).flatMap(({ address, sha256, thumbnail }) => {
    const wanted = planThumbnail(address, sha256, thumbnail, options);
    return wanted === undefined ? [] : [wanted];
  });
}

/** Migrations that must run first: an empty database gets its tables from the first apply, so there none do. */
export function listPending({ generation, pending }: DatabaseState): readonly string[] {
  return generation === "empty" ? [] : pending;
}
