import type { SavedPlanProblem } from "../../model/saved-plan.js";
import { type Failure, failWith } from "../project/failure.js";

/** Throws a failure when something stands against a saved plan. */
export function refuseIf(problem: SavedPlanProblem | undefined): void {
  if (problem !== undefined) throw refusePlan(problem);
}

/** The failure of a saved plan that can't be used. */
export function refusePlan({ code, summary, help }: SavedPlanProblem): Failure {
  return failWith("stale", code, `nothing was written: ${summary}`, help);
}
