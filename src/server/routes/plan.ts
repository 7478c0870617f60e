import type { CurrentPlan, PlanHead } from "../../engine/browse/plan-messages.js";
import { Failure } from "../../engine/project/failure.js";
import type { Change } from "../../model/change.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Route } from "../http/route.js";
import { COUNT, parameters, ref } from "../schema/schema.js";

/** Changes of a plan that one answer has at most: a plan may have a million. */
export const MOST_CHANGES = 200;

/** What `sync apply` would do now. */
export const getPlan: Route = {
  name: "getPlan",
  method: "GET",
  path: "/api/v1/plan",
  summary: "The plan of this moment, with a part of its changes; none while a manifest is invalid",
  access: "read",
  query: parameters({
    offset: { ...COUNT, maximum: 1e9, default: 0 },
    limit: { type: "integer", minimum: 0, maximum: MOST_CHANGES, default: MOST_CHANGES },
  }),
  replies: { 200: { description: "The plan", schema: ref("Plan") } },
  async handle({ query }, { browser }) {
    const { offset = 0, limit = MOST_CHANGES } = query;
    const body = await browser
      .withPlan(async (plan) => describePlan(plan, await plan.readChanges(Number(offset), Number(limit))))
      .catch((error: unknown) => ({ ...NO_PLAN, diagnostics: diagnosticsOf(error) }));
    return { status: 200, body };
  },
};

const NO_PLAN = {
  planId: null,
  counts: null,
  total: 0,
  changes: [],
  blocked: [],
  guards: [],
  thumbnails: null,
  pendingMigrations: [],
  prunable: [],
  notes: [],
  drift: 0,
};

/** Invalid manifests are an answer: a person is about to fix them. Throws whatever else it is. */
function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof Failure && error.kind === "invalid") return error.diagnostics;
  throw error;
}

function describePlan({ plan, total, drift, warnings }: CurrentPlan, changes: readonly Change[]): object {
  return { planId: plan.planId, ...describeWork(plan, total, changes), drift, diagnostics: warnings };
}

/** What a plan does, with a part of its changes. */
export function describeWork(
  { summary, blocked, guards, pendingMigrations, prunable, notes }: PlanHead["plan"],
  total: number,
  changes: readonly Change[],
): object {
  return {
    counts: summary.actions,
    total,
    changes,
    blocked: blocked.slice(0, MOST_CHANGES),
    guards,
    thumbnails: summary.thumbnails,
    pendingMigrations,
    prunable: prunable.slice(0, MOST_CHANGES),
    notes: notes.slice(0, MOST_CHANGES),
  };
}
