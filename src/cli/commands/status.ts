import { isEmptyPlan } from "../../model/plan.js";
import type { Command, Context } from "../args/command.js";
import { DETAILED_EXITCODE, FORMAT_OPTIONS, REFRESH, REQUIRE_DATABASE } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync status`: how the database stands to the manifests, in a few lines. */
export const status: Command = {
  name: "status",
  summary: "show how the database stands to the manifests",
  args: [],
  options: [REFRESH, REQUIRE_DATABASE, DETAILED_EXITCODE, ...FORMAT_OPTIONS],
  examples: [
    { line: "sync status", does: "pending changes, drift, thumbnails that wait or failed, the last run" },
    { line: "sync status --detailed-exitcode", does: "exit 2 when there is something to apply" },
  ],
  run: showStatus,
};

async function showStatus(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ loadPlan, NO_WISHES }, { withDatabase }, { readStatus }, { readLock }, { nameRecipe }, text] =
    await Promise.all([
      import("../work/prepare-plan.js"),
      import("../work/database.js"),
      import("../../db/read/status.js"),
      import("../../db/queue/lease.js"),
      import("../../images/recipe.js"),
      import("../views/status-text.js"),
    ]);
  const { settings, plan, state } = await loadPlan(context, NO_WISHES);
  const registry = await withDatabase(settings, "read", async (handle) => ({
    url: handle.url,
    ...(await readStatus(handle, settings.estate, nameRecipe(settings.thumbnailEffort))),
    lock: await readLock(handle, context.now()),
  }));
  const facts = { ...registry, plan, state };
  if (output.json) {
    const { writeJson } = await import("../../report/formats/json-text.js");
    output.print(writeJson(text.summarizeStatus(facts)));
  } else {
    output.print(text.describeStatus(facts));
  }
  return flags.isOn("detailed-exitcode") && !isEmptyPlan(plan) ? EXIT.changesPresent : EXIT.success;
}
