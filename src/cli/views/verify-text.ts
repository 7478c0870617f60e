import { count } from "../../report/text/words.js";
import type { Tally, VerifyReport } from "../../verify/report.js";

const FORMAT = "1.0";

/** The report as a program reads it. */
export function summarizeReport(report: VerifyReport): object {
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
export function describeReport({
  complete,
  pictures,
  thumbnails,
  diagnostics,
  takenOver,
}: VerifyReport): string {
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
