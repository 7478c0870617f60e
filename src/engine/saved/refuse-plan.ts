import type { PlainDiagnostic } from "../../model/diagnostic.js";
import { type Failure, failWith } from "../project/failure.js";

/** Throws a failure when something stands against a saved plan. */
export function refuseIf(problem: PlainDiagnostic | undefined): void {
  if (problem !== undefined) throw refusePlan(problem);
}

/** The failure of a saved plan that can't be used. */
export function refusePlan({ code, summary, help }: PlainDiagnostic): Failure {
  return failWith("stale", code, `nothing was written: ${summary}`, help);
}
