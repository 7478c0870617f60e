import type { RecordedChange, RunRecord } from "../../db/history.js";
import type { Command, Context } from "../command.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { usageFailure } from "../failure.js";
import { FORMAT_OPTIONS } from "../options.js";
import type { Output } from "../output.js";

const USUAL_LIMIT = 20;

/** `sync history [RUN]`: what was done, by whom, from which commit. */
export const history: Command = {
  name: "history",
  summary: "show what was applied, by whom and from which commit",
  args: [{ label: "RUN" }],
  options: [
    {
      name: "limit",
      short: "n",
      value: { kind: "count", label: "N", min: 1 },
      summary: `how many runs to show (default: ${USUAL_LIMIT})`,
    },
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync history", does: "the latest runs" },
    { line: "sync history 12 -v", does: "each change of a run, with the values before and after" },
  ],
  run: showHistory,
};

async function showHistory(context: Context): Promise<ExitCode> {
  const { args, flags, output } = context;
  const run = args[0] === undefined ? undefined : readNumber(args[0]);
  const [{ readSettings }, { withDatabase }, { listRuns, readRun }] = await Promise.all([
    import("../project.js"),
    import("../database.js"),
    import("../../db/history.js"),
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

function readNumber(word: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(word)) return Number(word);
  throw usageFailure(`a run is a number, not "${word}"`, "sync history lists the runs.");
}

async function printRuns(runs: readonly RunRecord[], output: Output): Promise<void> {
  if (output.json) return printJson(runs, output);
  if (runs.length === 0) return output.say("Nothing was applied yet.");
  const [{ renderTable }, text] = await Promise.all([
    import("../../report/table.js"),
    import("../run-text.js"),
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
  if (output.json) return printJson({ run, changes }, output);
  const [{ renderRun }] = await Promise.all([import("../run-details.js")]);
  output.print(renderRun(run, changes, { color: output.stdout.color, verbose: output.verbose }));
}

async function printJson(value: object, output: Output): Promise<void> {
  const { writeJson } = await import("../../report/json-text.js");
  output.print(writeJson(value));
}
