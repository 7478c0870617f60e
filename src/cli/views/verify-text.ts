import { count } from "../../model/words.js";
import type { Tally, VerifyReport } from "../../verify/report.js";
import type { Output } from "../terminal/output.js";
import { withHints } from "../terminal/print-diagnostics.js";
import { printResult } from "./print-result.js";

const FORMAT = "1.0";

/** Prints what verifying found. */
export async function printReport(report: VerifyReport, output: Output): Promise<void> {
  if (!output.json) {
    const { renderDiagnostics } = await import("../../report/text/diagnostics.js");
    output.print(renderDiagnostics(report.diagnostics, output.stdout));
  }
  await printResult(
    output,
    summarizeReport({ ...report, diagnostics: withHints(report.diagnostics, output) }),
    () => describeReport(report),
  );
}

/** Says how many thumbnails will be made again. */
export function printRequeued(amount: number, output: Output): void {
  if (amount > 0) output.say(`${count(amount, "thumbnail")} will be made again by sync thumbnails.`);
}

function summarizeReport(report: VerifyReport): object {
  const { diagnostics, badThumbnails, ...rest } = report;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return {
    formatVersion: FORMAT,
    ...rest,
    errors,
    warnings: diagnostics.length - errors,
    diagnostics,
  };
}

/** E.g. `Verified 113 pictures and 113 thumbnails: nothing is wrong.` */
function describeReport({ complete, pictures, thumbnails, diagnostics, takenOver }: VerifyReport): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const verdict = errors === 0 ? "nothing is damaged or out of place" : count(errors, "error");
  const small =
    thumbnails === null
      ? "; there is no database, so no thumbnail was looked at"
      : ` and ${tell(thumbnails, "thumbnail")}`;
  const before = takenOver === 0 ? "" : `, ${takenOver} of them in an unfinished run before`;
  const head = complete ? "Verified" : "Stopped. Verified";
  return `${head} ${tell(pictures, "picture")}${small}${before}: ${verdict}.`;
}

function tell({ total, checked }: Tally, noun: string): string {
  return checked === total ? count(total, noun) : `${checked} of ${count(total, noun)}`;
}
