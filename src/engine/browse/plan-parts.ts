import type { Change } from "../../model/change.js";
import type { Plan } from "../../model/plan.js";
import type { PlanHead } from "./plan-messages.js";

/** A plan without its lists, and how many changes it has. */
export function headOf(made: Plan): Pick<PlanHead, "plan" | "total"> {
  const { changes, thumbnails, records, manifests, ...plan } = made;
  return { plan, total: changes.length };
}

/** Changes of a plan from a place on; none of no plan. */
export function cutChanges(
  plan: Plan | undefined,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): readonly Change[] {
  const changes = plan?.changes ?? [];
  const length = Math.max(0, Math.min(limit, changes.length - offset));
  return Array.from({ length }, (_, index) => changes.at(offset + index)).filter((one) => one !== undefined);
}
