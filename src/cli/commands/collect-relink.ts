import { usageFailure } from "../../engine/project/failure.js";
import type { Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { APPLY_NAMES } from "./collect-apply.js";

/** `sync collect --relink`: ties images of existing manifests to their items. */
export async function runRelink(context: Context): Promise<ExitCode> {
  const { flags, args } = context;
  const why = "--relink reads manifests and staged pictures only.";
  flags.rejectBeside("--relink", ["mode", "suggest-rules", "report", "adopts", ...APPLY_NAMES], why);
  if (args[0] !== undefined)
    throw usageFailure("--relink and ROOT don't go together", `Leave out ROOT: ${why}`);
  const [{ withProject }, { relinkManifests }, { printRelinked }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/collect/relink.js"),
    import("../views/print-collected.js"),
  ]);
  const { remarks } = await withProject(context, async (project, endProgress) => {
    const report = await relinkManifests(project, { dryRun: flags.isOn("dry-run") });
    endProgress();
    printRelinked(report, project.settings.projectDir, context);
    return report;
  });
  const fails = remarks.some(
    ({ severity }) => severity === "error" || (severity === "warning" && flags.isOn("strict")),
  );
  return fails ? EXIT.partial : EXIT.success;
}
