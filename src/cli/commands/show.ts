import type { Command, Context } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { REPORT_OPTIONS } from "../print-plan.js";

/** `sync show FILE`: a saved plan again. */
export const show: Command = {
  name: "show",
  summary: "show a saved plan; reads neither manifests nor the database",
  args: [{ label: "FILE", required: true }],
  options: REPORT_OPTIONS,
  examples: [
    { line: "sync show plan.json", does: "the plan as sync plan printed it, also when it is stale by now" },
    { line: "sync show plan.json --json | jq .planId", does: "the id, for sync apply --expect" },
  ],
  run: showSavedPlan,
};

async function showSavedPlan(context: Context): Promise<ExitCode> {
  const { args, output } = context;
  const [{ readPlanFile }, { printPlan }] = await Promise.all([
    import("../saved-plan.js"),
    import("../print-plan.js"),
  ]);
  const plan = await readPlanFile(args[0] as string, context);
  await printPlan(plan, context, async () => ({ resources: [], pictures: new Map(), leftOut: 0 }));
  output.say(`Plan id: ${plan.planId}`);
  return EXIT.success;
}
