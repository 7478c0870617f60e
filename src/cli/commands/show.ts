import type { Command, Context } from "../args/command.js";
import { REPORT_OPTIONS } from "../args/report-options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync show FILE`: a saved plan again. */
export const show: Command = {
  name: "show",
  summary: "show a saved plan",
  details: `Reads neither manifests nor the database, but for HTML, which takes pictures and contact sheets from the checkout that
it is run in and says where that is not as planned.`,
  args: [{ label: "FILE", required: true }],
  options: REPORT_OPTIONS,
  examples: [
    { line: "sync show plan.json", does: "the plan as sync plan printed it, also when it is stale by now" },
    {
      line: "sync show plan.json --format html --report plan.html",
      does: "with pictures from this checkout",
    },
    { line: "sync show plan.json --json | jq .planId", does: "the id, for sync apply --expect" },
  ],
  run: showSavedPlan,
};

async function showSavedPlan(context: Context): Promise<ExitCode> {
  const { args, output } = context;
  const [{ readProjectRequest }, { readPlanFile }, { printPlan }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/saved/saved-plan.js"),
    import("../views/print-plan.js"),
  ]);
  const plan = await readPlanFile(args[0] as string, context.cwd);
  const loadViews = () => import("../../engine/saved/saved-pictures.js");
  await printPlan(plan, context, context.cwd, {
    collectHtml: async () => (await loadViews()).loadSavedPictures(plan, readProjectRequest(context)),
    readResources: async () => (await loadViews()).loadSavedResources(plan, readProjectRequest(context)),
  });
  output.say(`Plan id: ${plan.planId}`);
  return EXIT.success;
}
