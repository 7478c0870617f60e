import { type LockRecord, readLock } from "../db/queue/lease.js";
import { type ListedAlbum, listAlbums } from "../db/read/list.js";
import { type EstateStatus, readStatus as readRegistry } from "../db/read/status.js";
import { nameRecipe } from "../images/recipe.js";
import type { Address } from "../model/address.js";
import { type ChangeOutline, outlinesOf } from "../model/change.js";
import { filter } from "../model/lists/sequence.js";
import type { DatabaseState } from "../model/observed.js";
import type { Plan } from "../model/plan.js";
import type { CoverageCounts } from "../model/sets/count-coverage.js";
import { DEFAULT_REQUEST, loadPlan, type PlanDepth } from "./plan/plan.js";
import { withDatabase } from "./project/database.js";
import type { Project } from "./project/project.js";

/** What is known of an estate: from its registry, and from a plan of this moment. */
export interface StatusFacts<P extends PlannedWork = PlannedWork> extends EstateStatus {
  readonly url: string;
  readonly plan: P;
  /** Changes that repair what somebody edited in the database. */
  readonly drift: number;
  readonly state: DatabaseState;
  readonly lock: LockRecord | null;
  /** Albums of the estate that are tied to a set template, by address. */
  readonly sets: readonly SetStatus[];
}

/** What of a plan its status tells. */
type PlannedWork = Pick<Plan, "estate" | "summary" | "blocked" | "pendingMigrations" | "prunable">;

/** How much of its set an album shows. */
interface SetStatus extends CoverageCounts {
  readonly album: Address;
}

/** How the database stands to the manifests. */
export async function readStatus(project: Project, depth: PlanDepth): Promise<StatusFacts<Plan>> {
  const { plan, state } = await loadPlan(project, DEFAULT_REQUEST, depth);
  return completeStatus(project, { plan, state, drift: countDrift(plan) });
}

/** The same for a plan that was made already. */
export function completeStatus<P extends PlannedWork>(
  { settings, ports }: Project,
  { plan, state, drift }: Pick<StatusFacts<P>, "plan" | "state" | "drift">,
): Promise<StatusFacts<P>> {
  return withDatabase(settings, "read", async (handle) => ({
    url: handle.url,
    ...(await readRegistry(handle, settings.estate, nameRecipe(settings.thumbnailEffort))),
    lock: await readLock(handle, ports.now()),
    sets: listSets(await listAlbums(handle, settings.estate, {})),
    plan,
    drift,
    state,
  }));
}

/** The status as one JSON document. */
export function summarizeStatus({
  url,
  plan,
  drift,
  state,
  lock,
  lastRun,
  objects,
  thumbnails,
  sets,
}: StatusFacts): object {
  return {
    estate: plan.estate,
    database: { url, ...state },
    pending: {
      actions: plan.summary.actions,
      blocked: plan.blocked.length,
      drift,
      migrations: plan.pendingMigrations,
    },
    objects,
    released: plan.prunable,
    sets,
    thumbnails,
    lastRun,
    lock,
  };
}

/** Changes that repair what somebody edited in the database. */
function countDrift({ changes }: Plan): number {
  return filter(outlinesOf(changes), hasDrift).length;
}

/** True for a change that repairs what somebody edited. */
export function hasDrift(change: ChangeOutline): boolean {
  return "diffs" in change && change.diffs.some(({ cause }) => cause === "drift");
}

function listSets(albums: readonly ListedAlbum[]): readonly SetStatus[] {
  return albums.flatMap(({ address, covered }) =>
    address === null || covered === null ? [] : [{ album: address, ...covered }],
  );
}
