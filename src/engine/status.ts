import { type LockRecord, readLock } from "../db/queue/lease.js";
import { type ListedAlbum, listAlbums } from "../db/read/list.js";
import { type EstateStatus, readStatus as readRegistry } from "../db/read/status.js";
import { nameRecipe } from "../images/recipe.js";
import type { Address } from "../model/address.js";
import type { DatabaseState } from "../model/observed.js";
import type { Plan } from "../model/plan.js";
import type { CoverageCounts } from "../model/sets/count-coverage.js";
import { DEFAULT_REQUEST, loadPlan, type PlanDepth } from "./plan/plan.js";
import { withDatabase } from "./project/database.js";
import type { Project } from "./project/project.js";

/** What is known of an estate: from its registry, and from a plan of this moment. */
export interface StatusFacts extends EstateStatus {
  readonly url: string;
  readonly plan: Plan;
  readonly state: DatabaseState;
  readonly lock: LockRecord | null;
  /** Albums of the estate that are tied to a set template, by address. */
  readonly sets: readonly SetStatus[];
}

/** How much of its set an album shows. */
interface SetStatus extends CoverageCounts {
  readonly album: Address;
}

/** How the database stands to the manifests. */
export async function readStatus(project: Project, depth: PlanDepth): Promise<StatusFacts> {
  const { settings, ports } = project;
  const { plan, state } = await loadPlan(project, DEFAULT_REQUEST, depth);
  return withDatabase(settings, "read", async (handle) => ({
    url: handle.url,
    ...(await readRegistry(handle, settings.estate, nameRecipe(settings.thumbnailEffort))),
    lock: await readLock(handle, ports.now()),
    sets: listSets(await listAlbums(handle, settings.estate, {})),
    plan,
    state,
  }));
}

function listSets(albums: readonly ListedAlbum[]): readonly SetStatus[] {
  return albums.flatMap(({ address, covered }) =>
    address === null || covered === null ? [] : [{ album: address, ...covered }],
  );
}
