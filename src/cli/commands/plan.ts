import { isEmptyPlan } from "../../model/plan.js";
import type { Command, Context } from "../args/command.js";
import { ASSETS, DETAILED_EXITCODE, OUT, PLAN_OPTIONS, REFRESH, REQUIRE_DATABASE } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { REPORT_OPTIONS } from "../views/print-plan.js";

/** `sync plan`: what apply would do. */
export const plan: Command = {
  name: "plan",
  summary: "show what apply would do; writes nothing but the file of --out",
  args: [],
  options: [
    OUT,
    {
      name: "base",
      value: { kind: "text", label: "REF" },
      summary: "compare with the manifests of a git revision instead of the database, which is not opened",
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
      does: "exit 2 when there is something to apply, 0 when there is not",
    },
    {
      line: "sync plan --out plan.json",
      does: "save the plan for review; sync apply plan.json carries it out",
    },
    { line: "sync plan --restore all", does: "also bring back what somebody deleted in the database" },
    { line: "sync plan --format markdown --report plan.md", does: "a comment for a pull request" },
    { line: "sync plan --format html --report plan.html", does: "with pictures, to look at in a browser" },
    { line: "sync plan --base main", does: "what this branch changes, without a database" },
    { line: "sync plan --json | jq .summary", does: "the counts, for a script" },
  ],
  run: showPlan,
};

async function showPlan(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const base = flags.text("base");
  if (base !== undefined) return showBasePlan(base, context);
  const [
    { loadPlan, readPlanWishes },
    { checkRestoredFiles },
    { inspectAssets, describeMissingRoot, adviseMissingRoot },
    { printPlan },
  ] = await Promise.all([
    import("../work/prepare-plan.js"),
    import("../work/restored-files.js"),
    import("../work/assets.js"),
    import("../views/print-plan.js"),
  ]);
  const {
    settings,
    plan: prepared,
    asked,
    incoming,
    estate,
  } = await loadPlan(context, readPlanWishes(flags), { whole: flags.isOn("refresh") || showsSets(flags) });
  checkRestoredFiles(prepared, settings);
  const level = (flags.text("assets") ?? "stat") as "none" | "stat" | "hash";
  const found = await inspectAssets(settings, incoming, level, context);
  if (!found)
    output.say(`${describeMissingRoot(settings)} No file was looked at. ${adviseMissingRoot(settings)}`);
  await printPlan(prepared, context, async () => {
    const { takePictures } = await import("../work/plan-pictures.js");
    return takePictures(prepared, estate.resources, settings, true);
  });
  const { savePlan } = await import("../views/save-plan.js");
  await savePlan(prepared, asked, context);
  return flags.isOn("detailed-exitcode") && !isEmptyPlan(prepared) ? EXIT.changesPresent : EXIT.success;
}

/** Reports with pictures show sets as a whole, also what does not change of them. */
function showsSets(flags: Context["flags"]): boolean {
  return ["html", "markdown"].includes(flags.text("format") ?? "");
}

async function showBasePlan(base: string, context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const idle = [
    "out",
    "refresh",
    "prune",
    "restore",
    "allow-deletes",
    "delete-foreign",
    "retry",
    "assets",
    "require-database",
  ];
  const given = idle.find((name) => flags.isOn(name) || flags.list(name).length > 0);
  if (given !== undefined) {
    const { usageFailure } = await import("../terminal/failure.js");
    throw usageFailure(
      `--base and --${given} don't go together`,
      `Leave out --${given}: --base compares manifests only.`,
    );
  }
  const [{ planAgainst }, { printPlan }] = await Promise.all([
    import("../work/base-plan.js"),
    import("../views/print-plan.js"),
  ]);
  const { plan: prepared, settings, estate } = await planAgainst(base, context);
  await printPlan(prepared, context, async () => {
    const { takePictures } = await import("../work/plan-pictures.js");
    return takePictures(prepared, estate.resources, settings, false);
  });
  output.say(`Compared with the manifests of ${base}; the database was not looked at.`);
  return flags.isOn("detailed-exitcode") && !isEmptyPlan(prepared) ? EXIT.changesPresent : EXIT.success;
}
