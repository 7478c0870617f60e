import type { ApplyReport } from "../../model/apply-report.js";
import type { ActionCounts } from "../../model/plan.js";
import { count } from "../../model/words.js";
import { printable } from "./printable.js";
import { createStyle, type Paint, type ReportOptions, type Style } from "./style.js";
import { formatValue } from "./values.js";

const TITLES: { readonly [S in ApplyReport["state"]]: string } = {
  complete: "complete",
  partial: "incomplete",
  interrupted: "interrupted",
  failed: "failed",
  stale: "stopped",
};

/**
 * The closing lines of `sync apply` and `sync thumbnails`: what failed, the counts in one sentence, what to do next.
 * `command` names the work in the sentence.
 */
export function renderApplyReport(
  report: ApplyReport,
  options: ReportOptions & { readonly command: "apply" | "thumbnails" },
): string {
  const style = createStyle(options);
  const lines = [
    ...renderStale(report, style),
    ...renderFailures(report, style.paint),
    style.paint.strong(summarize(report, options.command)),
    ...renderNext(report).map(style.hint),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** A time for a person: `2.1 s`, `3 min 12 s`, `1 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function summarize(report: ApplyReport, command: "apply" | "thumbnails"): string {
  const { actions, thumbnails, state, elapsedMs } = report;
  if (state === "stale") return "Nothing was applied: the database changed after the plan was made.";
  const time = `in ${formatDuration(elapsedMs)}`;
  const waiting = thumbnails.notAttempted > 0 ? [`${thumbnails.notAttempted} not attempted`] : [];
  const removed = thumbnails.removed > 0 ? [`${thumbnails.removed} removed`] : [];
  const queued = thumbnails.queued === undefined ? [] : [`${thumbnails.queued} queued`];
  const unsure = thumbnails.unsure === undefined ? [] : [`${thumbnails.unsure} unsure`];
  const rest = [
    `${thumbnails.failed.length} failed`,
    ...removed,
    ...unsure,
    ...queued,
    ...waiting,
    time,
  ].join(", ");
  if (command === "thumbnails") return `Thumbnails ${TITLES[state]}. ${thumbnails.made} made, ${rest}.`;
  const made = count(thumbnails.made, "thumbnail");
  const held = report.held > 0 ? `, ${report.held} already applied` : "";
  return `Apply ${TITLES[state]}. ${countActions(actions)}${held}; ${made} made, ${rest}.`;
}

function countActions(actions: ActionCounts): string {
  const { create, update, move, adopt, release } = actions;
  return [
    `${create} added`,
    `${update} changed`,
    `${move} moved`,
    `${adopt} adopted`,
    `${release} released`,
    `${actions.delete} deleted`,
  ].join(", ");
}

function renderStale({ stale }: ApplyReport, { paint, width }: Style): readonly string[] {
  return stale.flatMap(({ address, field, planned, found }) => [
    `${paint.alert("!")} ${paint.strong(printable(address))}  ${printable(field)}`,
    `    planned on ${formatValue(planned, width)}`,
    `    found      ${formatValue(found, width)}`,
  ]);
}

function renderFailures({ thumbnails }: ApplyReport, paint: Paint): readonly string[] {
  return thumbnails.failed.flatMap(({ address, error }) => [
    `${paint.alert("!")} ${paint.strong(printable(address))}  no thumbnail`,
    `    ${printable(error)}`,
  ]);
}

function renderNext(report: ApplyReport): readonly string[] {
  const { state, thumbnails } = report;
  if (state === "stale") return ["Run `sync plan` to see the current state, then apply again."];
  const next = isAppliedAlready(report) ? ["This plan was already applied. No row was written."] : [];
  if (thumbnails.failed.length > 0)
    next.push("Fix the files that failed, then run `sync thumbnails --retry`.");
  if (thumbnails.notAttempted > 0)
    next.push("Run `sync thumbnails` to create the thumbnails that were not attempted.");
  if ((thumbnails.queued ?? 0) > 0)
    next.push("`sync worker` creates the thumbnails that are queued, on any machine.");
  if (thumbnails.unsure !== undefined)
    next.push("Run `sync verify` to list thumbnails that may show the wrong image.");
  if (state === "failed") next.push("Fix the cause, then run `sync apply` again.");
  return next;
}

/** True when the plan had changes and all of them were already applied. */
function isAppliedAlready({ held, actions }: ApplyReport): boolean {
  return held > 0 && Object.values(actions).every((amount) => amount === 0);
}
