import type { Route } from "../http/route.js";
import { describeWork, MOST_CHANGES } from "../routes/plan.js";
import { list, nullable, object, ref, TEXT } from "../schema/schema.js";
import { EDIT_REPLIES, EDITS_BODY, editing, readEdits } from "./edits-body.js";

const MAYBE_TEXT = nullable(TEXT);

/** What edits would do, before anything is written. */
export const preview: Route = {
  name: "previewEdits",
  method: "POST",
  path: "/api/v1/preview",
  summary: "What edits would change: lines of files, prompts, and the plan. Writes nothing",
  access: "write",
  body: EDITS_BODY,
  replies: {
    200: {
      description: "What the edits do; problems are among the diagnostics, and there is no plan then",
      schema: object({
        files: list(object({ path: TEXT, etag: MAYBE_TEXT, diff: TEXT })),
        diagnostics: list(ref("Diagnostic")),
        planId: MAYBE_TEXT,
        plan: nullable(ref("PlannedChanges")),
        prompts: list(object({ template: TEXT, key: TEXT, before: MAYBE_TEXT, after: MAYBE_TEXT })),
      }),
    },
    ...EDIT_REPLIES,
  },
  handle: ({ body }, site) =>
    editing(async () => {
      const { plan, ...found } = await site.edits.preview(readEdits(body), MOST_CHANGES);
      return {
        status: 200,
        body: {
          ...found,
          planId: plan?.plan.planId ?? null,
          plan: plan === null ? null : describeWork(plan.plan, plan.total, plan.changes),
        },
      };
    }),
};
