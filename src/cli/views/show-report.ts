import type { ApplyReport } from "../../model/apply-report.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import type { Output } from "../terminal/output.js";
import { printResult } from "./print-result.js";

/** What a run's end means for the exit code; a signal has its own code. */
const EXITS: { readonly [S in ApplyReport["state"]]: ExitCode } = {
  complete: EXIT.success,
  partial: EXIT.partial,
  interrupted: EXIT.partial,
  failed: EXIT.failure,
  stale: EXIT.stale,
};

/** Prints what a run did, and gives its exit code. */
export async function showReport(
  report: ApplyReport,
  command: "apply" | "thumbnails",
  output: Output,
): Promise<ExitCode> {
  await printResult(output, report, async () => {
    const { renderApplyReport } = await import("../../report/text/apply-text.js");
    const { color, columns, hint } = output.stdout;
    return renderApplyReport(report, { color, columns, hint, verbose: output.verbose, command });
  });
  return EXITS[report.state];
}
