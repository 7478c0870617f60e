import type { Plan } from "../../model/plan.js";
import type { PlanRequest } from "../../model/saved-plan.js";
import type { Context } from "../args/command.js";
import { EXIT } from "../terminal/exit-codes.js";
import { failWith, usageFailure } from "../terminal/failure.js";
import { isPruned } from "../views/run-text.js";
import { withDatabase } from "./database.js";
import { NO_WISHES } from "./prepare-plan.js";
import { readSettings } from "./project.js";

/** A plan that takes a run back as things stand now, and what was asked of it. Throws a usage failure for no run. */
export async function planReverse(
  number: number,
  context: Context,
): Promise<{ readonly plan: Plan; readonly asked: PlanRequest }> {
  const { flags } = context;
  const [{ readRun }, { observe }, { planReversal }, { nameRecipe }] = await Promise.all([
    import("../../db/history/history.js"),
    import("../../db/read/observe.js"),
    import("../../plan/reverse/reverse.js"),
    import("../../images/recipe.js"),
  ]);
  const settings = await readSettings(context);
  const asked = {
    ...NO_WISHES,
    prune: flags.isOn("prune"),
    allowDeletes: flags.count("allow-deletes") ?? 0,
    deleteForeign: flags.isOn("delete-foreign"),
  };
  const options = { ...asked, budget: settings.budget, recipe: nameRecipe(settings.thumbnailEffort) };
  const plan = await withDatabase(settings, "read", async (handle) => {
    const found = await readRun(handle, settings.estate, number);
    if (found === undefined) throw usageFailure(`there is no run ${number}`, "sync history lists the runs.");
    if (isPruned(found.run, found.changes)) throw refusePruned(number);
    const run = { ...found.run, changes: found.changes };
    return observe(handle, { estate: settings.estate, hashFile: () => null }, (observation) =>
      planReversal(run, observation, options),
    );
  });
  return { plan, asked };
}

function refusePruned(number: number): Error {
  return failWith(
    EXIT.failure,
    "history-pruned",
    `history no longer holds what run ${number} changed`,
    "Revert its commit and apply; history.keep_runs says how many runs keep their changes.",
  );
}
