import { isEmptyPlan } from "../../model/plan.js";
import type { Command, Context } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { ASSETS, DETAILED_EXITCODE, FORMAT_OPTIONS, PLAN_OPTIONS } from "../options.js";

/** `sync plan`: what apply would do. */
export const plan: Command = {
  name: "plan",
  summary: "show what apply would do; writes nothing",
  args: [],
  options: [...PLAN_OPTIONS, ASSETS, DETAILED_EXITCODE, ...FORMAT_OPTIONS],
  examples: [
    { line: "sync plan", does: "compare the manifests with the database" },
    {
      line: "sync plan --detailed-exitcode",
      does: "exit 2 when there is something to apply, 0 when there is not",
    },
    { line: "sync plan --restore all", does: "also bring back what somebody deleted in the database" },
    { line: "sync plan --json | jq .summary", does: "the counts, for a script" },
  ],
  run: showPlan,
};

async function showPlan(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ loadPlan, readPlanWishes }, { inspectAssets, describeMissingRoot }, { printPlan }] =
    await Promise.all([import("../prepare-plan.js"), import("../assets.js"), import("../print-plan.js")]);
  const { settings, plan: prepared, incoming } = await loadPlan(context, readPlanWishes(flags));
  const level = (flags.text("assets") ?? "stat") as "none" | "stat" | "hash";
  const found = await inspectAssets(settings, incoming, level, context);
  if (!found) output.say(`${describeMissingRoot(settings)} No file was looked at.`);
  await printPlan(prepared, output);
  return flags.isOn("detailed-exitcode") && !isEmptyPlan(prepared) ? EXIT.changesPresent : EXIT.success;
}
