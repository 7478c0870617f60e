import { HttpProblem } from "../http/problem.js";
import type { Route } from "../http/route.js";
import { ANY, COUNT, list, nullable, object, TEXT } from "../schema/schema.js";

/** Carries out a reviewed plan. */
export const apply: Route = {
  name: "applyPlan",
  method: "POST",
  path: "/api/v1/apply",
  summary: "Apply the plan that was reviewed; events tell how far it is",
  access: "write",
  body: object({ planId: TEXT }),
  replies: {
    200: {
      description: "The run; its state is not always complete",
      schema: object({
        state: TEXT,
        run: nullable(COUNT),
        actions: { type: "object", additionalProperties: COUNT },
        held: COUNT,
        thumbnails: object(
          { made: COUNT, removed: COUNT, failed: list(ANY), notAttempted: COUNT },
          { unsure: COUNT },
        ),
        stale: list(ANY),
        elapsedMs: { type: "number" },
      }),
    },
    409: { description: "The plan is another one by now, or must not be applied. Nothing was written" },
    422: { description: "The manifests or their pictures are invalid. Nothing was written" },
    423: { description: "Another run holds the lock" },
  },
  handle: async ({ body }, site) => {
    const { planId } = body as { readonly planId: string };
    // The process that applies looks again; none is started for a plan that is known to be another one.
    const known = await site.browser.peekPlan();
    if (known !== undefined && "plan" in known) {
      const { checkExpected } = await import("../../engine/apply/apply.js");
      checkExpected(known.plan.plan, planId);
    }
    const report = await site.edits.apply(planId, ({ phase, done, total }) =>
      site.events.publish({ event: "apply", data: { phase, done, total } }),
    );
    if (report.state === "stale")
      throw new HttpProblem(
        409,
        "plan-stale",
        "The database changed after the plan was made; nothing was applied",
        {
          members: { stale: report.stale },
        },
      );
    return { status: 200, body: report };
  },
};
