import type { RunRecord } from "../../db/history/history.js";
import type { RecordedChange } from "../../model/history.js";
import type { Command, Context } from "../args/command.js";
import type { OptionSpec } from "../args/option-spec.js";
import { ALLOW_DELETES, DELETE_FOREIGN, FORMAT_OPTIONS, LOCK_TIMEOUT, OUT } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { usageFailure } from "../terminal/failure.js";
import type { Output } from "../terminal/output.js";

const USUAL_LIMIT = 20;

const REVERSE_OPTIONS: readonly OptionSpec[] = [
  OUT,
  { name: "prune", summary: "with --reverse: delete the rows that the run made (files stay)" },
  ALLOW_DELETES,
  DELETE_FOREIGN,
];

/** `sync history [RUN]`: what was done, by whom, from which commit; and the plan that takes a run back. */
export const history: Command = {
  name: "history",
  summary: "show what was applied, by whom and from which commit",
  details: `With --reverse it plans to bring back what was there before a run: values, addresses, labels, links and deleted
rows, as far as nobody changed them since. Rows that the run made stay and are released, unless --prune deletes them.
Nothing is written before sync apply FILE. Manifests still say the new thing: revert their commit too.
History keeps all changes unless history.keep_runs in the configuration, or --keep here, drops older ones.`,
  args: [{ label: "RUN" }],
  options: [
    {
      name: "limit",
      short: "n",
      value: { kind: "count", label: "N", min: 1 },
      summary: `how many runs to show (default: ${USUAL_LIMIT})`,
    },
    {
      name: "reverse",
      value: { kind: "count", label: "RUN", min: 1 },
      summary: "plan to take this run back",
    },
    ...REVERSE_OPTIONS,
    {
      name: "keep",
      value: { kind: "count", label: "N", min: 1 },
      summary: "drop the changes of all runs but the newest N, now",
    },
    LOCK_TIMEOUT,
    ...FORMAT_OPTIONS,
  ],
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
  checkIdle(context, REVERSE_OPTIONS, "goes with --reverse only");
  const keep = flags.count("keep");
  if (keep !== undefined) return dropOld(keep, context);
  const run = args[0] === undefined ? undefined : readNumber(args[0]);
  const [{ readSettings }, { withDatabase }, { listRuns, readRun }] = await Promise.all([
    import("../work/project.js"),
    import("../work/database.js"),
    import("../../db/history/history.js"),
  ]);
  const settings = await readSettings(context);
  if (run === undefined) {
    const limit = flags.count("limit") ?? USUAL_LIMIT;
    const runs = await withDatabase(settings, "read", (handle) => listRuns(handle, settings.estate, limit));
    await printRuns(runs, output);
    return EXIT.success;
  }
  const found = await withDatabase(settings, "read", (handle) => readRun(handle, settings.estate, run));
  if (found === undefined) throw usageFailure(`there is no run ${run}`, "sync history lists the runs.");
  await printRun(found.run, found.changes, output);
  return EXIT.success;
}

async function showReversal(run: number, context: Context): Promise<ExitCode> {
  const { args, output } = context;
  if (args.length > 0)
    throw usageFailure("--reverse names its run itself", "Leave out the number that stands alone.");
  const [{ planReverse }, { renderPlan }, { savePlan }] = await Promise.all([
    import("../work/reverse-plan.js"),
    import("../views/print-plan.js"),
    import("../views/save-plan.js"),
  ]);
  const { plan, asked } = await planReverse(run, context);
  if (output.json) output.print((await import("../../report/formats/json-text.js")).planToJson(plan));
  else output.print(await renderPlan(plan, output.stdout, output.verbose));
  await savePlan(plan, asked, context);
  return EXIT.success;
}

async function dropOld(keep: number, context: Context): Promise<ExitCode> {
  const { args, output } = context;
  if (args.length > 0) throw usageFailure("--keep takes no run", "Leave out the number that stands alone.");
  const { keepHistory } = await import("../work/keep-history.js");
  const pruned = await keepHistory(keep, context);
  if (output.json) {
    await printJson(pruned, output);
    return EXIT.success;
  }
  const { changes, runs, named } = pruned;
  const { count } = await import("../../report/text/words.js");
  output.print(`Dropped ${count(changes, "change")} and ${count(runs, "run")}.`);
  if (named > 0) output.print(`Older runs that stay listed, since objects go back to them: ${named}.`);
  return EXIT.success;
}

/** Throws a usage failure for an option that would do nothing. */
function checkIdle({ flags }: Context, options: readonly OptionSpec[], why: string): void {
  const given = options.find(({ name }) => flags.isOn(name) || flags.list(name).length > 0);
  if (given !== undefined) throw usageFailure(`--${given.name} ${why}`, "See sync history --help.");
}

function readNumber(word: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(word)) return Number(word);
  throw usageFailure(`a run is a number, not "${word}"`, "sync history lists the runs.");
}

async function printRuns(runs: readonly RunRecord[], output: Output): Promise<void> {
  if (output.json) return printJson(runs, output);
  if (runs.length === 0) return output.say("Nothing was applied yet.");
  const [{ renderTable }, text] = await Promise.all([
    import("../../report/text/table.js"),
    import("../views/run-text.js"),
  ]);
  const columns = [{ title: "RUN", align: "right" as const }, { title: "STARTED" }, { title: "STATE" }];
  const rest = [{ title: "DID" }, { title: "BY" }];
  const rows = runs.map((run) => [
    String(run.run),
    text.formatStart(run),
    run.state,
    text.formatOutcome(run),
    text.formatOrigin(run),
  ]);
  output.print(renderTable([...columns, ...rest], rows, output.stdout));
}

async function printRun(run: RunRecord, changes: readonly RecordedChange[], output: Output): Promise<void> {
  if (output.json) {
    const shown = changes.map(({ address, action, before, after }) => ({ address, action, before, after }));
    return printJson({ run, changes: shown }, output);
  }
  const [{ renderRun }] = await Promise.all([import("../views/run-details.js")]);
  output.print(renderRun(run, changes, { color: output.stdout.color, verbose: output.verbose }));
}

async function printJson(value: object, output: Output): Promise<void> {
  const { writeJson } = await import("../../report/formats/json-text.js");
  output.print(writeJson(value));
}
