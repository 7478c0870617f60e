import { type ApplyReport, NO_ACTIONS } from "../../model/apply-report.js";
import type { Plan } from "../../model/plan.js";
import type { LoadedPlan } from "../plan/plan.js";
import type { AssetLevel } from "../project/assets.js";
import { failWith } from "../project/failure.js";
import type { Project } from "../project/project.js";
import { checkGuards } from "./apply-guards.js";
import { storeAppliedBaseline, storeIdleBaseline } from "./baseline.js";
import { type CarryOutOptions, carryOut } from "./carry-out.js";

/** How a plan is applied. */
export interface ApplyOptions extends CarryOutOptions {
  /** How closely asset files are looked at before. */
  readonly assets: AssetLevel;
  /** Called once nothing stands against the plan and before anything is written; throws to stop it. */
  readonly consent: () => Promise<void>;
}

/** What applying came to. */
export interface ApplyOutcome {
  readonly report: ApplyReport;
  /** True when no row and no thumbnail was to be written. */
  readonly isIdle: boolean;
}

/**
 * Makes the database equal to the manifests as a plan says, then the thumbnails. Throws a failure, with nothing written,
 * for a plan that must not be applied.
 */
export async function applyLoaded(
  project: Project,
  loaded: LoadedPlan,
  options: ApplyOptions,
): Promise<ApplyOutcome> {
  await checkGuards(project, loaded, options);
  if (isIdle(loaded, options)) {
    if (loaded.plan.records.length > 0)
      return { report: await carryOut(project, loaded, options), isIdle: true };
    // Only what we remember is brought up to date: no row changes, so there is nothing to consent to.
    await storeIdleBaseline(project, loaded);
    return { report: NOTHING_DONE, isIdle: true };
  }
  await options.consent();
  const report = await carryOut(project, loaded, options);
  if (loaded.baseline === undefined && report.run !== null) await storeAppliedBaseline(project);
  return { report, isIdle: false };
}

/** Throws a failure when the plan is not the one that was reviewed. */
export function checkExpected({ planId }: Pick<Plan, "planId">, expected: string | undefined): void {
  if (expected === undefined || expected === planId) return;
  throw failWith(
    "stale",
    "plan-id-differs",
    `nothing was written: the plan has the id ${planId}, expected was ${expected}`,
    "Something changed since the review: look at the plan again, then pass its id.",
  );
}

/** True when no row and no thumbnail is to be written; what is blocked is left out by then. */
function isIdle(loaded: LoadedPlan, { thumbnails, queue, retryFailed }: CarryOutOptions): boolean {
  const { plan, request, state } = loaded;
  // A saved plan does not list what failed, unless it was asked to when it was made.
  const retriesMore = retryFailed && !request.retryThumbnails && state.generation !== "empty";
  return (
    plan.changes.length === 0 &&
    !((thumbnails || queue === true) && (plan.thumbnails.length > 0 || retriesMore))
  );
}

const NOTHING_DONE: ApplyReport = {
  state: "complete",
  run: null,
  actions: NO_ACTIONS,
  held: 0,
  thumbnails: { made: 0, removed: 0, failed: [], notAttempted: 0 },
  stale: [],
  elapsedMs: 0,
};
