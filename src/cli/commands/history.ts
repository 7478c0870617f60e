import { usageFailure } from "../../engine/project/failure.js";
import type { Command, Context } from "../args/command.js";
import { DEFAULT_RUN_LIMIT, HISTORY_OPTIONS, REVERSE_OPTIONS } from "../args/history-options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync history [RUN]`: what was done, by whom, from which commit; and the plan that takes a run back. */
export const history: Command = {
  name: "history",
  summary: "show what was applied, by whom and from which commit",
  details: `With --reverse it plans to bring back what was there before a run: values, addresses, labels, links and deleted
rows, as far as nobody changed them since. Rows that the run made stay and are released, unless --prune deletes them.
Nothing is written before sync apply FILE. Manifests still say the new thing: revert their commit too.
History keeps all changes unless history.keep_runs in the configuration, or --keep here, drops older ones.`,
  args: [{ label: "RUN" }],
  options: HISTORY_OPTIONS,
  examples: [
    { line: "sync history", does: "the latest runs" },
    { line: "sync history 12 -v", does: "each change of a run, with the values before and after" },
    { line: "sync history --reverse 12 --out back.json", does: "a plan that takes run 12 back" },
  ],
  run: showHistory,
};

async function showHistory(context: Context): Promise<ExitCode> {
  const { args, flags, output } = context;
  const reversed = flags.count("reverse");
  if (reversed !== undefined) return showReversal(reversed, context);
  const idle = flags.firstGiven(REVERSE_OPTIONS.map(({ name }) => name));
  if (idle !== undefined)
    throw usageFailure(`--${idle} goes with --reverse only`, "See sync history --help.");
  const keep = flags.count("keep");
  if (keep !== undefined) return dropOld(keep, context);
  const run = args[0] === undefined ? undefined : readNumber(args[0]);
  if (run !== undefined) flags.rejectBeside("RUN", ["limit"], "one run is shown as a whole.");
  const [{ withProject }, { findRun, listHistory }, views] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/history.js"),
    import("../views/print-history.js"),
  ]);
  await withProject(context, async (project) => {
    if (run === undefined)
      await views.printRuns(await listHistory(project, flags.count("limit") ?? DEFAULT_RUN_LIMIT), output);
    else await views.printRun(await findRun(project, run), output);
  });
  return EXIT.success;
}

async function showReversal(run: number, context: Context): Promise<ExitCode> {
  const { args, flags } = context;
  flags.rejectBeside("--reverse", ["keep", "limit"], "only a plan is made.");
  if (args.length > 0)
    throw usageFailure("--reverse names its run itself", "Leave out the number that stands alone.");
  const [{ withProject }, { planReverse }, { printPlainPlan }, { savePlan }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/reverse.js"),
    import("../views/print-plan.js"),
    import("../views/save-plan.js"),
  ]);
  const { plan, asked: request } = await withProject(context, (project) =>
    planReverse(project, run, {
      prune: flags.isOn("prune"),
      allowDeletes: flags.count("allow-deletes") ?? 0,
      deleteForeign: flags.isOn("delete-foreign"),
    }),
  );
  await printPlainPlan(plan, context.output);
  await savePlan(plan, request, context);
  return EXIT.success;
}

async function dropOld(keep: number, context: Context): Promise<ExitCode> {
  context.flags.rejectBeside("--keep", ["limit"], "no runs are listed.");
  if (context.args.length > 0)
    throw usageFailure("--keep takes no run", "Leave out the number that stands alone.");
  const [{ withProject }, { keepHistory }, { printPruned }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/history.js"),
    import("../views/print-history.js"),
  ]);
  await printPruned(await withProject(context, (project) => keepHistory(project, keep)), context.output);
  return EXIT.success;
}

function readNumber(word: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(word)) return Number(word);
  throw usageFailure(`a run is a number, not "${word}"`, "sync history lists the runs.");
}
