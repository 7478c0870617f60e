import { outlinesOf } from "../../model/change.js";
import { filter } from "../../model/lists/sequence.js";
import type { Plan } from "../../model/plan.js";
import { DEFAULT_REQUEST, type LoadedPlan, loadPlan } from "../plan/plan.js";
import { withDatabase } from "../project/database.js";
import { Failure } from "../project/failure.js";
import { withoutListener } from "../project/ports.js";
import type { Project } from "../project/project.js";

/** Lets the database remember what was found settled, when nothing is to be carried out. Not being able to is no failure. */
export async function storeIdleBaseline(
  { settings, ports }: Project,
  { baseline, plan }: Pick<LoadedPlan, "baseline" | "plan">,
): Promise<void> {
  if (baseline === undefined) return;
  const open = listOpen(plan);
  const manifests = baseline.manifests.filter(({ file }) => !open.has(file));
  if (manifests.length === 0 && !baseline.lost) return;
  const [{ storeBaseline }, { DatabaseProblem }] = await Promise.all([
    import("../../db/tracking/store-baseline.js"),
    import("../../db/connection/problem.js"),
  ]);
  try {
    await withDatabase(settings, "write", (handle) =>
      storeBaseline(handle, settings.estate, { ...baseline, manifests }),
    );
  } catch (error) {
    if (!(error instanceof DatabaseProblem)) throw error;
    ports.note(`The next plan takes as long as this one: ${error.message}.`);
  }
}

/**
 * Looks again at what a saved plan touched, which knew too little to be remembered, so that later plans need not. The
 * plan is applied, so nothing that is found here is told: the next plan tells it.
 */
export async function storeAppliedBaseline(project: Project): Promise<void> {
  const quiet = { ...project, ports: withoutListener(project.ports) };
  try {
    await storeIdleBaseline(
      quiet,
      await loadPlan(quiet, DEFAULT_REQUEST, { whole: false, requireDatabase: false }),
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

/** Manifests that are not as the database holds them. */
function listOpen({ changes, records }: Plan): ReadonlySet<string> {
  return new Set([
    ...filter(outlinesOf(changes), (change) => "manifest" in change).map(({ manifest }) => manifest),
    ...records.map(({ manifest }) => manifest),
  ]);
}
