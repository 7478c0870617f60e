import type { RunRecord } from "../../db/history/history.js";
import type { PrunedHistory } from "../../db/history/prune-history.js";
import type { FoundRun } from "../../engine/history.js";
import type { Output } from "../terminal/output.js";

/** Prints what `sync history --keep` dropped. */
export async function printPruned(pruned: PrunedHistory, output: Output): Promise<void> {
  if (output.json) return printJson(pruned, output);
  const { changes, runs, named } = pruned;
  const { count } = await import("../../model/words.js");
  output.print(`Dropped ${count(changes, "change")} and ${count(runs, "run")}.`);
  if (named > 0) output.print(`Older runs that stay listed, since objects go back to them: ${named}.`);
}

/** Prints a list of runs. */
export async function printRuns(runs: readonly RunRecord[], output: Output): Promise<void> {
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

/** Prints one run with its changes. */
export async function printRun({ run, changes }: FoundRun, output: Output): Promise<void> {
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
