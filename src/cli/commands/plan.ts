import type { AssetLevel } from "../../engine/project/assets.js";
import { isEmptyPlan, type Plan } from "../../model/plan.js";
import type { Command, Context } from "../args/command.js";
import type { Flags } from "../args/flags.js";
import { ASSETS, DETAILED_EXITCODE, OUT, PLAN_OPTIONS, REFRESH, REQUIRE_DATABASE } from "../args/options.js";
import { REPORT_OPTIONS } from "../args/report-options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync plan`: what apply would do. */
export const plan: Command = {
  name: "plan",
  summary: "show what apply would do; writes nothing to the database",
  args: [],
  options: [
    OUT,
    {
      name: "base",
      value: { kind: "text", label: "REF" },
      summary: "compare with the manifests of a git revision; does not open the database",
    },
    ...PLAN_OPTIONS,
    REFRESH,
    REQUIRE_DATABASE,
    ASSETS,
    DETAILED_EXITCODE,
    ...REPORT_OPTIONS,
  ],
  examples: [
    { line: "sync plan", does: "compare the manifests with the database" },
    {
      line: "sync plan --detailed-exitcode",
      does: "exit 2 if there are changes to apply, otherwise 0",
    },
    {
      line: "sync plan --out plan.json",
      does: "save the plan for review; sync apply plan.json applies it",
    },
    { line: "sync plan --restore all", does: "also restore rows that somebody deleted in the database" },
    { line: "sync plan --format markdown --report plan.md", does: "a comment for a pull request" },
    { line: "sync plan --format html --report plan.html", does: "a page with pictures, for a browser" },
    { line: "sync plan --base main", does: "what this branch changes, without a database" },
    { line: "sync plan --json | jq .summary", does: "the counts, for a script" },
  ],
  run: showPlan,
};

async function showPlan(context: Context): Promise<ExitCode> {
  const { flags } = context;
  const base = flags.text("base");
  if (base !== undefined) return showBasePlan(base, context);
  const [{ readPlanRequest }, { withProject }, { previewPlan }, { loadPictures }, views, { savePlan }] =
    await Promise.all([
      import("../args/plan-request.js"),
      import("../args/project.js"),
      import("../../engine/plan/plan.js"),
      import("../../engine/plan/plan-pictures.js"),
      import("../views/print-plan.js"),
      import("../views/save-plan.js"),
    ]);
  const asked = readPlanRequest(flags);
  return withProject(context, async (project) => {
    const { plan, request, estate } = await previewPlan(project, asked, {
      whole: flags.isOn("refresh") || views.showsSets(flags),
      requireDatabase: flags.isOn("require-database"),
      assets: (flags.text("assets") ?? "stat") as AssetLevel,
    });
    await views.printPlan(plan, context, project.settings.projectDir, {
      collectHtml: () => loadPictures(plan, estate.resources, project.settings, true),
      readResources: async () => estate.resources,
    });
    await savePlan(plan, request, context);
    return chooseExit(plan, flags);
  });
}

async function showBasePlan(base: string, context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ rejectWithBase }, { withProject }, { planAgainst }, { loadPictures }, views] = await Promise.all([
    import("../args/plan-request.js"),
    import("../args/project.js"),
    import("../../engine/plan/plan-base.js"),
    import("../../engine/plan/plan-pictures.js"),
    import("../views/print-plan.js"),
  ]);
  rejectWithBase(flags);
  return withProject(context, async (project) => {
    const { plan, resources } = await planAgainst(project, base, { whole: views.showsSets(flags) });
    await views.printPlan(plan, context, project.settings.projectDir, {
      collectHtml: () => loadPictures(plan, resources, project.settings, false),
      readResources: async () => resources,
    });
    output.say(`Compared with the manifests of ${base}; the database was not looked at.`);
    return chooseExit(plan, flags);
  });
}

function chooseExit(plan: Plan, flags: Flags): ExitCode {
  return flags.isOn("detailed-exitcode") && !isEmptyPlan(plan) ? EXIT.changesPresent : EXIT.success;
}
