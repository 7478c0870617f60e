import { type Address, forEachKind } from "../../model/address.js";
import type { Settings } from "../../model/estate.js";
import type { DatabaseState } from "../../model/observed.js";
import type { Resource } from "../../model/resource.js";
import type { SavedPlan } from "../../model/saved-plan.js";
import type { Removal } from "../../saved/check-current-state.js";
import { withDatabase } from "../project/database.js";
import { refusal } from "../project/failure.js";
import { refuseIf } from "./refuse-plan.js";

/** What a saved plan is judged by, beside the database. */
export interface SavedPlanContext {
  readonly settings: Settings;
  readonly state: DatabaseState;
  /** True when an earlier run carried out this plan. */
  readonly isRepeat: boolean;
  /** How many objects manifests declare. */
  readonly declared: number;
  /** Albums and templates that take over a row, as manifests declare them. */
  readonly adopting: readonly Resource[];
}

/**
 * The plan with limits and migrations as database and settings have them now, whatever its file says. Throws a failure
 * when it changes what the estate does not own, takes back what no run did, or deletes what must stay.
 */
export async function judgeSaved(plan: SavedPlan, context: SavedPlanContext): Promise<SavedPlan> {
  const { settings, state, declared } = context;
  const [{ deriveGuards, findBlockedRemoval }, { listPending }] = await Promise.all([
    import("../../saved/check-current-state.js"),
    import("../../plan/plan.js"),
  ]);
  const { problem, removals, owned, uses } = await readJudgement(plan, context);
  refuseIf(problem);
  const kept = findBlockedRemoval(removals, uses);
  if (kept !== undefined)
    throw refusal("plan-blocked", `nothing was written: ${kept.address}: ${kept.reason}`, kept.help);
  const guards = deriveGuards(removals, owned, declared, {
    budget: settings.budget,
    allowDeletes: plan.asked.allowDeletes,
  });
  if (guards.length === 0 && plan.guards.length > 0) refuseIf(GUARDS_DIFFER);
  return { ...plan, guards, pendingMigrations: listPending(state) };
}

const GUARDS_DIFFER = {
  code: "plan-derived-differs",
  summary: "the plan names limits that it does not exceed",
  help: "Create a new plan with sync plan --out, and have that one reviewed.",
};

const NONE = forEachKind(() => 0);

async function readJudgement(plan: SavedPlan, { settings, isRepeat, adopting }: SavedPlanContext) {
  const [{ withCurrentState }, { observe }, { readRun }, saved, { findUnrecorded }, { describeQuery }] =
    await Promise.all([
      import("../../db/history/current-state.js"),
      import("../../db/read/observe.js"),
      import("../../db/history/history.js"),
      import("../../saved/check-current-state.js"),
      import("../../saved/from-history.js"),
      import("../../plan/adopt/adopt.js"),
    ]);
  const { estate } = settings;
  return withDatabase(settings, "read", async (handle) => {
    const { reverses } = plan;
    const run = reverses && (await readRun(handle, estate, reverses.run));
    const { problem, removals, adopted } = await withCurrentState(handle, estate, (find) => {
      const judged = saved.checkCurrentState(plan, find, isRepeat);
      if (reverses === undefined) return judged;
      return { ...judged, problem: judged.problem ?? findUnrecorded(plan, run?.changes, find) };
    });
    if (problem !== undefined || removals.length + adopted.length === 0)
      return { problem, removals, owned: NONE, uses: [] };
    return observe(handle, { estate, hashFile: () => null }, async (observation) => ({
      problem: saved.findOtherRow(adopted, await observation.findCandidates(adopting.map(describeQuery))),
      removals,
      owned: observation.countOwned(),
      uses: await observation.findForeignUses(listGuarded(removals)),
    }));
  });
}

function listGuarded(removals: readonly Removal[]): readonly Address[] {
  return removals.flatMap(({ change }) =>
    change.action === "delete" && change.withForeign !== true ? [change.address] : [],
  );
}
