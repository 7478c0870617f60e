import type { Plan } from "../model/plan.js";
import type { Channel, Output } from "./output.js";

/** Prints a plan as the result of a command. */
export async function printPlan(plan: Plan, output: Output): Promise<void> {
  if (output.json) {
    const { planToJson } = await import("../report/json-text.js");
    output.print(planToJson(plan));
  } else {
    output.print(await renderPlan(plan, output.stdout, output.verbose));
  }
}

/** A plan as text for one of the streams. */
export async function renderPlan(
  plan: Plan,
  { color, columns }: Pick<Channel, "color" | "columns">,
  verbose: boolean,
): Promise<string> {
  const { renderPlanText } = await import("../report/plan-text.js");
  return renderPlanText(plan, { color, columns, verbose });
}
