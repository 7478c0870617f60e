import { resolve } from "node:path";
import type { Plan } from "../../model/plan.js";
import type { PlanRequest } from "../../model/saved-plan.js";
import type { Context } from "../args/command.js";

/** Writes a plan to the file of --out, if one is named, and says how to go on. */
export async function savePlan(plan: Plan, request: PlanRequest, context: Context): Promise<void> {
  const { flags, cwd, output } = context;
  const file = flags.text("out");
  if (file === undefined) return;
  const [{ writeTextFile }, { writeSavedPlan }] = await Promise.all([
    import("../../files/durable.js"),
    import("../../saved/write.js"),
  ]);
  writeTextFile(resolve(cwd, file), writeSavedPlan(plan, request));
  output.say(`Saved to ${file}, plan id ${plan.planId}.\nCarry it out with: sync apply ${file}`);
}
