import { type ApplyReport, NO_ACTIONS } from "../../model/apply-report.js";
import type { Plan } from "../../model/plan.js";
import type { Command, Context } from "../args/command.js";
import {
  ASSETS,
  FORMAT_OPTIONS,
  LOCK_TIMEOUT,
  PLAN_OPTIONS,
  REFRESH,
  REQUIRE_DATABASE,
  WORKERS,
  YES,
} from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import type { Output } from "../terminal/output.js";

/** `sync apply`: make the database equal to the manifests. */
export const apply: Command = {
  name: "apply",
  summary: "make the database equal to the manifests, then the thumbnails",
  details: `Shows the plan and asks before anything is written. Rows are written in one transaction; thumbnails follow, and
what is not made goes on with the next run. With FILE it carries out that saved plan, as it was reviewed, without
planning again and without a question; whatever of it holds already is left alone.`,
  args: [{ label: "FILE" }],
  options: [
    YES,
    {
      name: "expect",
      value: { kind: "text", label: "PLAN_ID" },
      summary: "stop unless this is the plan: the id that plan and show print",
    },
    ...PLAN_OPTIONS,
    REFRESH,
    REQUIRE_DATABASE,
    { name: "skip-blocked", summary: "carry out the rest of a plan that has blocked changes" },
    { name: "no-thumbnails", summary: "write rows only" },
    WORKERS,
    LOCK_TIMEOUT,
    ASSETS,
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync apply", does: "show the plan, ask, carry it out" },
    { line: "sync apply --yes", does: "the same without a question, for scripts" },
    { line: "sync apply plan.json", does: "carry out what sync plan --out plan.json wrote" },
    { line: "sync apply --prune --allow-deletes 30", does: "let it delete up to 30 rows beyond the budget" },
  ],
  run: applyManifests,
};

async function applyManifests(context: Context): Promise<ExitCode> {
  const { args, flags, output } = context;
  const [
    { loadPlan, readPlanWishes },
    { checkConsent, checkGuards },
    { carryOut },
    { rememberApplied, rememberIdle },
    saved,
    { showReport },
  ] = await Promise.all([
    import("../work/prepare-plan.js"),
    import("../work/apply-guards.js"),
    import("../work/carry-out.js"),
    import("../work/remember.js"),
    import("../work/saved/saved-plan.js"),
    import("../views/show-report.js"),
  ]);
  const [file] = args;
  const loaded =
    file === undefined
      ? await loadPlan(context, readPlanWishes(flags))
      : await saved.openSavedPlan(file, context);
  saved.checkExpected(loaded.plan, flags.text("expect"));
  await showPlan(loaded.plan, output);
  await checkGuards(loaded, context);
  if (isIdle(loaded.plan, flags.isOn("no-thumbnails"))) {
    // Only what we remember is brought up to date: no row changes, so there is nothing to consent to.
    if (loaded.plan.records.length === 0) await rememberIdle(loaded, context);
    const report = loaded.plan.records.length > 0 ? await carryOut(loaded, context) : NOTHING_DONE;
    return output.json ? showReport(report, "apply", output) : EXIT.success;
  }
  // Whoever names a saved plan agreed to what is in it.
  if (file === undefined) await checkConsent(context);
  const report = await carryOut(loaded, context);
  if (file !== undefined && report.run !== null) await rememberApplied(context);
  if (!output.json) output.print("\n");
  return showReport(report, "apply", output);
}

/** True when no row and no thumbnail is to be written; what is blocked is left out by then. */
function isIdle({ changes, thumbnails }: Plan, withoutThumbnails: boolean): boolean {
  return changes.length === 0 && (withoutThumbnails || thumbnails.length === 0);
}

/** The plan is what the question is about; in JSON only the outcome goes to stdout. */
async function showPlan(plan: Plan, output: Output): Promise<void> {
  const { renderPlan } = await import("../views/print-plan.js");
  if (!output.json) output.print(await renderPlan(plan, output.stdout, output.verbose));
  else if (output.interactive) output.say(await renderPlan(plan, output.stderr, output.verbose));
}

const NOTHING_DONE: ApplyReport = {
  state: "complete",
  run: null,
  actions: NO_ACTIONS,
  held: 0,
  thumbnails: { made: 0, removed: 0, failed: [], notAttempted: 0 },
  stale: [],
  elapsedMs: 0,
};
