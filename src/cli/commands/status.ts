import { isEmptyPlan } from "../../model/plan.js";
import type { Command, Context } from "../args/command.js";
import { DETAILED_EXITCODE, FORMAT_OPTIONS, REFRESH, REQUIRE_DATABASE } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync status`: how the database stands to the manifests, in a few lines. */
export const status: Command = {
  name: "status",
  summary: "compare the database with the manifests",
  args: [],
  options: [REFRESH, REQUIRE_DATABASE, DETAILED_EXITCODE, ...FORMAT_OPTIONS],
  examples: [
    { line: "sync status", does: "pending changes, drift, thumbnails that wait or failed, the last run" },
    { line: "sync status --detailed-exitcode", does: "exit 2 if there are changes to apply" },
  ],
  run: showStatus,
};

async function showStatus(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ withProject }, { readStatus, summarizeStatus }, { describeStatus }, { printResult }] =
    await Promise.all([
      import("../args/project.js"),
      import("../../engine/status.js"),
      import("../views/text/status-text.js"),
      import("../views/print-result.js"),
    ]);
  const depth = { whole: flags.isOn("refresh"), requireDatabase: flags.isOn("require-database") };
  const facts = await withProject(context, (project) => readStatus(project, depth));
  await printResult(output, summarizeStatus(facts), () => output.hint(describeStatus(facts)));
  return flags.isOn("detailed-exitcode") && !isEmptyPlan(facts.plan) ? EXIT.changesPresent : EXIT.success;
}
