import type { Plan } from "../model/plan.js";
import type { PlanRequest } from "../model/saved-plan.js";
import { isPruned, noRun } from "./history.js";
import { DEFAULT_REQUEST } from "./plan/plan.js";
import { withDatabase } from "./project/database.js";
import { failWith } from "./project/failure.js";
import type { Project } from "./project/project.js";

/** A plan that takes a run back as things stand now, and what was asked of it. Throws a usage failure for no run. */
export async function planReverse(
  { settings }: Project,
  number: number,
  request: Pick<PlanRequest, "prune" | "allowDeletes" | "deleteForeign">,
): Promise<{ readonly plan: Plan; readonly asked: PlanRequest }> {
  const [{ readRun }, { observe }, { planReversal }, { nameRecipe }] = await Promise.all([
    import("../db/history/history.js"),
    import("../db/read/observe.js"),
    import("../plan/reverse/reverse.js"),
    import("../images/recipe.js"),
  ]);
  const effective = { ...DEFAULT_REQUEST, ...request };
  const options = { ...effective, budget: settings.budget, recipe: nameRecipe(settings.thumbnailEffort) };
  const plan = await withDatabase(settings, "read", async (handle) => {
    const found = await readRun(handle, settings.estate, number);
    if (found === undefined) throw noRun(number);
    if (isPruned(found.run, found.changes)) throw refusePruned(number);
    const run = { ...found.run, changes: found.changes };
    return observe(handle, { estate: settings.estate, hashFile: () => null }, (observation) =>
      planReversal(run, observation, options),
    );
  });
  return { plan, asked: effective };
}

function refusePruned(number: number): Error {
  return failWith(
    "failure",
    "history-pruned",
    `history no longer holds what run ${number} changed`,
    "Revert its commit and apply; history.keep_runs says how many runs keep their changes.",
  );
}
