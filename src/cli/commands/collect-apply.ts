import { usageFailure } from "../../engine/project/failure.js";
import type { Context } from "../args/command.js";
import type { OptionSpec } from "../args/option-spec.js";
import { NO_THUMBNAILS, WORKERS, YES } from "../args/options.js";
import { requireTerminal } from "../terminal/consent.js";
import type { ExitCode } from "../terminal/exit-codes.js";

/** Options of applying what was collected, in the same process. */
export const APPLY_OPTIONS: readonly OptionSpec[] = [
  { name: "apply", summary: "then show the plan, ask, and apply it, unless an image failed" },
  { ...YES, summary: "with --apply: don't ask" },
  { ...NO_THUMBNAILS, summary: "with --apply: write rows only" },
  { ...WORKERS, summary: "with --apply: how many thumbnails to create in parallel" },
];

/** Names of these options. */
export const APPLY_NAMES = APPLY_OPTIONS.map(({ name }) => name);

/** Throws a failure for options that do nothing beside others, and where nobody could be asked, before anything is written. */
export function checkApplyOptions({ flags, output }: Context): void {
  if (flags.isOn("apply")) {
    flags.rejectBeside(
      "--apply",
      ["dry-run", "suggest-rules", "json", "format"],
      "--apply writes, and prints two reports.",
    );
    if (!flags.isOn("yes")) requireTerminal(output);
    return;
  }
  const idle = flags.firstGiven(APPLY_NAMES);
  if (idle !== undefined)
    throw usageFailure(`--${idle} does nothing without --apply`, `Pass --apply too, or leave out --${idle}.`);
}

/** Plans and applies the manifests as they are now, as `sync apply` does. */
export async function applyCollected(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ withProject }, { readWorkers }, { DEFAULT_REQUEST, loadPlan }, { applyShown, showOutcome }] =
    await Promise.all([
      import("../args/project.js"),
      import("../args/workers.js"),
      import("../../engine/plan/plan.js"),
      import("./apply-shown.js"),
    ]);
  output.print("\n");
  const outcome = await withProject(context, async (project) => {
    const loaded = await loadPlan(project, DEFAULT_REQUEST, { whole: false, requireDatabase: false });
    const options = {
      skipBlocked: false,
      thumbnails: !flags.isOn("no-thumbnails"),
      assets: "hash" as const,
      workers: await readWorkers(context),
      retryFailed: false,
      isAgreed: flags.isOn("yes"),
    };
    return applyShown(project, loaded, options, output);
  });
  return showOutcome(outcome, output);
}
