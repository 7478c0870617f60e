import type { SavedPlanProblem } from "../../../model/saved-plan.js";
import { EXIT } from "../../terminal/exit-codes.js";
import { type Failure, failWith } from "../../terminal/failure.js";

/** Throws a failure when something stands against a saved plan. */
export function refuseIf(problem: SavedPlanProblem | undefined): void {
  if (problem !== undefined) throw refusePlan(problem);
}

/** The failure of a saved plan that can't be used. */
export function refusePlan({ code, summary, help }: SavedPlanProblem): Failure {
  return failWith(EXIT.stale, code, `nothing was written: ${summary}`, help);
}
