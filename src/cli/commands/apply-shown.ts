import type { ApplyOptions, ApplyOutcome } from "../../engine/apply/apply.js";
import type { LoadedPlan } from "../../engine/plan/plan.js";
import type { Project } from "../../engine/project/project.js";
import type { Plan } from "../../model/plan.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import type { Output } from "../terminal/output.js";

/** Shows a plan, asks unless that is agreed to, and applies it. Throws the failures of `applyLoaded`. */
export async function applyShown(
  project: Project,
  loaded: LoadedPlan,
  { isAgreed, ...options }: Omit<ApplyOptions, "consent"> & { readonly isAgreed: boolean },
  output: Output,
): Promise<ApplyOutcome> {
  const [{ applyLoaded }, { askConsent }] = await Promise.all([
    import("../../engine/apply/apply.js"),
    import("../terminal/consent.js"),
  ]);
  await showPlan(loaded.plan, output);
  const consent = async () => {
    if (!isAgreed) await askConsent("Apply these changes?", output);
  };
  return applyLoaded(project, loaded, { ...options, consent });
}

/** Prints what applying came to, and gives its exit code. */
export async function showOutcome({ report, isIdle }: ApplyOutcome, output: Output): Promise<ExitCode> {
  if (!output.json && isIdle && report.state === "complete") return EXIT.success;
  const { showReport } = await import("../views/show-report.js");
  if (!output.json) output.print("\n");
  return showReport(report, "apply", output);
}

/** The plan is what the question is about; in JSON only the outcome goes to stdout. */
async function showPlan(plan: Plan, output: Output): Promise<void> {
  const { renderPlan } = await import("../views/print-plan.js");
  if (!output.json) output.print(await renderPlan(plan, output.stdout, output.verbose));
  else if (output.interactive) output.say(await renderPlan(plan, output.stderr, output.verbose));
}
