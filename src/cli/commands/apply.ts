import type { AssetLevel } from "../../engine/project/assets.js";
import type { Command, Context } from "../args/command.js";
import {
  ASSETS,
  FORMAT_OPTIONS,
  LOCK_TIMEOUT,
  NO_THUMBNAILS,
  PLAN_OPTIONS,
  REFRESH,
  REQUIRE_DATABASE,
  THUMBNAILS,
  WORKERS,
  YES,
} from "../args/options.js";
import type { ExitCode } from "../terminal/exit-codes.js";

/** `sync apply`: make the database equal to the manifests. */
export const apply: Command = {
  name: "apply",
  summary: "make the database match the manifests, then create thumbnails",
  details: `Shows the plan and asks for confirmation. Then it writes all rows in one transaction and creates the thumbnails. If it
is stopped, the next run creates the remaining thumbnails. With FILE it applies that saved plan. It then does not plan
again, does not ask, and skips changes that were already made.`,
  args: [{ label: "FILE" }],
  options: [
    YES,
    {
      name: "expect",
      value: { kind: "text", label: "PLAN_ID" },
      summary: "stop unless the plan has this id; sync plan and sync show print it",
    },
    ...PLAN_OPTIONS,
    REFRESH,
    REQUIRE_DATABASE,
    { name: "skip-blocked", summary: "skip blocked changes and apply the rest" },
    NO_THUMBNAILS,
    THUMBNAILS,
    WORKERS,
    LOCK_TIMEOUT,
    ASSETS,
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync apply", does: "show the plan, ask, apply it" },
    { line: "sync apply --yes", does: "the same without a question, for scripts" },
    { line: "sync apply plan.json", does: "apply the plan that sync plan --out plan.json saved" },
    { line: "sync apply --prune --allow-deletes 30", does: "allow up to 30 deletes of each kind" },
  ],
  run: applyManifests,
};

async function applyManifests(context: Context): Promise<ExitCode> {
  const { args, flags, output, cwd } = context;
  const [request, { withProject }, { requireServer }, { readWorkers }, { loadPlan }, saved, engine, shown] =
    await Promise.all([
      import("../args/plan-request.js"),
      import("../args/project.js"),
      import("../../engine/project/server.js"),
      import("../args/workers.js"),
      import("../../engine/plan/plan.js"),
      import("../../engine/saved/saved-plan.js"),
      import("../../engine/apply/apply.js"),
      import("./apply-shown.js"),
    ]);
  const [file] = args;
  if (file !== undefined) request.rejectPlanOptions(flags);
  const asked = request.readPlanRequest(flags);
  const queue = flags.text("thumbnails") === "queue";
  if (queue)
    flags.rejectBeside("--thumbnails queue", ["no-thumbnails", "workers"], "sync worker creates them.");
  const reviewed = file === undefined ? undefined : await saved.readPlanFile(file, cwd);
  const depth = { whole: flags.isOn("refresh"), requireDatabase: flags.isOn("require-database") };
  const outcome = await withProject(context, async (project) => {
    if (queue) requireServer(project.settings, "--thumbnails queue");
    const loaded =
      reviewed === undefined
        ? await loadPlan(project, asked, depth)
        : await saved.openSavedPlan(project, reviewed, depth);
    engine.checkExpected(loaded.plan, flags.text("expect"));
    const options = {
      skipBlocked: flags.isOn("skip-blocked"),
      thumbnails: !queue && !flags.isOn("no-thumbnails"),
      queue,
      assets: (flags.text("assets") ?? "hash") as AssetLevel,
      workers: await readWorkers(context),
      retryFailed: flags.isOn("retry"),
      // Whoever names a saved plan agreed to what is in it.
      isAgreed: reviewed !== undefined || flags.isOn("yes"),
    };
    return shown.applyShown(project, loaded, options, output);
  });
  return shown.showOutcome(outcome, output);
}
