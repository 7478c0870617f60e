import type { CurrentPlan } from "../../engine/browse/plan-view.js";
import { Failure } from "../../engine/project/failure.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Plan } from "../../model/plan.js";
import type { Route } from "../http/route.js";
import { COUNT, parameters, ref } from "../schema/schema.js";

const MOST_CHANGES = 200;

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
    const current = await browser.readPlan().catch(diagnosticsOf);
    if (!("plan" in current)) return { status: 200, body: { ...NO_PLAN, diagnostics: current } };
    const { offset = 0, limit = MOST_CHANGES } = query;
    return { status: 200, body: describePlan(current, Number(offset), Number(limit)) };
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

/** Invalid manifests are an answer: a person is about to mend them. Throws whatever else it is. */
function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof Failure && error.kind === "invalid") return error.diagnostics;
  throw error;
}

function describePlan({ plan, drift, warnings }: CurrentPlan, offset: number, limit: number): object {
  return { planId: plan.planId, ...describeChanges(plan, offset, limit), drift, diagnostics: warnings };
}

/** What a plan does, with a part of its changes: a plan may have a million. */
export function describeChanges(plan: Plan, offset = 0, limit = MOST_CHANGES): object {
  const { summary, changes, guards, pendingMigrations } = plan;
  const end = Math.min(offset + limit, changes.length);
  const shown = Array.from({ length: Math.max(0, end - offset) }, (_, index) => changes.at(offset + index));
  return {
    counts: summary.actions,
    total: changes.length,
    changes: shown,
    blocked: plan.blocked.slice(0, MOST_CHANGES),
    guards,
    thumbnails: summary.thumbnails,
    pendingMigrations,
    prunable: plan.prunable.slice(0, MOST_CHANGES),
    notes: plan.notes.slice(0, MOST_CHANGES),
  };
}
