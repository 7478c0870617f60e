import type { RunRecord } from "../../db/history/history.js";
import type { PrunedHistory } from "../../db/history/prune-history.js";
import type { FoundRun } from "../../engine/history.js";
import { count } from "../../model/words.js";
import type { Output } from "../terminal/output.js";
import { printResult } from "./print-result.js";

/** Prints what `sync history --keep` dropped. */
export async function printPruned(pruned: PrunedHistory, output: Output): Promise<void> {
  const { changes, runs, named } = pruned;
  await printResult(output, pruned, () => {
    const dropped = `Dropped ${count(changes, "change")} and ${count(runs, "run")}.`;
    return named === 0
      ? dropped
      : `${dropped}\nOlder runs that stay listed, since objects go back to them: ${named}.`;
  });
}

/** Prints a list of runs. */
export async function printRuns(runs: readonly RunRecord[], output: Output): Promise<void> {
  if (!output.json && runs.length === 0) return output.say("Nothing was applied yet.");
  await printResult(output, runs, () => renderRuns(runs, output));
}

async function renderRuns(runs: readonly RunRecord[], { stdout }: Output): Promise<string> {
  const [{ renderTable }, text] = await Promise.all([
    import("../../report/text/table.js"),
    import("./text/run-text.js"),
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
  return renderTable([...columns, ...rest], rows, stdout);
}

/** Prints one run with its changes. */
export async function printRun({ run, changes }: FoundRun, output: Output): Promise<void> {
  const shown = changes.map(({ address, action, before, after }) => ({ address, action, before, after }));
  await printResult(output, { run, changes: shown }, async () => {
    const { renderRun } = await import("../views/run-details.js");
    return renderRun(run, changes, { color: output.stdout.color, verbose: output.verbose });
  });
}
