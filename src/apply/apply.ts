import type { Address } from "../model/address.js";
import { type ApplyReport, NO_ACTIONS } from "../model/apply-report.js";
import type { BaselineUpdate } from "../model/baseline.js";
import { outlinesOf } from "../model/change.js";
import type { ActionCounts, Plan } from "../model/plan.js";
import { count } from "../model/words.js";
import { millisecondsBetween } from "./clock.js";
import { planHistory } from "./history.js";
import type { RowTarget, RunHeader, RunOutcome, WriteResult } from "./ports.js";
import { planSteps, surveySteps } from "./steps.js";
import type { ThumbnailPorts, ThumbnailProgress } from "./thumbnail-ports.js";
import { judgeThumbnails, makeThumbnails, type ThumbnailOptions } from "./thumbnails.js";

/** How far the rows are: steps of the one transaction. */
interface RowProgress {
  readonly phase: "rows";
  readonly done: number;
  readonly total: number;
}

export type ApplyProgress = RowProgress | ThumbnailProgress;

/** What applying needs of the world. */
export interface ApplyPorts extends Omit<ThumbnailPorts, "onProgress"> {
  readonly rows: RowTarget;
  readonly onProgress: (progress: ApplyProgress) => void;
}

export interface ApplyOptions extends ThumbnailOptions {
  /** False: write rows only and leave thumbnails in the queue. */
  readonly thumbnails: boolean;
  /** Carry out the rest of a plan that has blocked entries. */
  readonly skipBlocked: boolean;
  readonly run: RunHeader;
  /** What later plans may rely on once the rows are written; see {@link RowTarget}. */
  readonly baseline?: BaselineUpdate;
}

/** Why a plan must not be applied as it is, in a sentence; undefined when it may. */
export function findRefusal(plan: Plan, skipBlocked: boolean): string | undefined {
  const guard = plan.guards[0];
  if (guard !== undefined) return guard.reason;
  if (plan.blocked.length === 0 || skipBlocked) return undefined;
  return count(plan.blocked.length, "change is blocked", "changes are blocked");
}

/**
 * Carries out a plan: all rows in one transaction, then thumbnails. The signal stops it before the rows or between two
 * thumbnails. A started run is always closed. Throws for a plan that {@link findRefusal} refuses, and for errors of the
 * ports.
 */
export async function applyPlan(plan: Plan, ports: ApplyPorts, options: ApplyOptions): Promise<ApplyReport> {
  const refusal = findRefusal(plan, options.skipBlocked);
  if (refusal !== undefined) throw new Error(`The plan can't be applied: ${refusal}.`);
  const elapsedMs = (): number => millisecondsBetween(options.run.startedAt, ports.clock());
  if (ports.signal.aborted) return { ...notWritten(plan), state: "interrupted", elapsedMs: elapsedMs() };
  const written = await writeRows(plan, ports, options);
  if (!written.done)
    return { ...notWritten(plan), state: "stale", stale: written.stale, elapsedMs: elapsedMs() };
  const thumbnails = await runThumbnails(ports, options, written.run);
  const report = {
    state: options.thumbnails ? judgeThumbnails(thumbnails, ports.signal) : "complete",
    run: written.run,
    actions: countDone(plan, written.alreadyApplied),
    held: countAlreadyApplied(plan, written.alreadyApplied),
    thumbnails,
    stale: [],
    elapsedMs: elapsedMs(),
  } as const;
  await closeRun(ports, report);
  return report;
}

function notWritten(plan: Plan): Omit<ApplyReport, "state" | "elapsedMs"> {
  const { make, remake } = plan.summary.thumbnails;
  const thumbnails = { made: 0, removed: 0, failed: [], notAttempted: make + remake };
  return { run: null, actions: NO_ACTIONS, held: 0, thumbnails, stale: [] };
}

function countAlreadyApplied({ changes }: Plan, alreadyApplied: ReadonlySet<Address>): number {
  let count = 0;
  // The usual run holds nothing back, and its changes need not be looked through.
  if (alreadyApplied.size > 0)
    for (const { address } of outlinesOf(changes)) if (alreadyApplied.has(address)) count++;
  return count;
}

function countDone({ summary, changes }: Plan, alreadyApplied: ReadonlySet<Address>): ActionCounts {
  if (alreadyApplied.size === 0) return summary.actions;
  const counts = { ...summary.actions };
  for (const { action, address } of outlinesOf(changes)) if (alreadyApplied.has(address)) counts[action]--;
  return counts;
}

function writeRows(plan: Plan, ports: ApplyPorts, { run, baseline }: ApplyOptions): Promise<WriteResult> {
  const survey = surveySteps(plan);
  const onProgress = (done: number) => ports.onProgress({ phase: "rows", done, total: survey.total });
  return ports.rows.execute(planSteps(plan, survey), planHistory(plan), run, onProgress, baseline);
}

async function runThumbnails(
  ports: ApplyPorts,
  options: ApplyOptions,
  run: number,
): Promise<ApplyReport["thumbnails"]> {
  const { queue, maker, rows, clock } = ports;
  try {
    if (options.thumbnails) return await makeThumbnails(ports, options);
    return { made: 0, removed: 0, failed: [], notAttempted: await queue.count(maker.recipe, null) };
  } catch (error) {
    const summary = { error: error instanceof Error ? error.message : String(error) };
    await rows.finishRun(run, { state: "failed", finishedAt: clock(), summary });
    throw error;
  }
}

async function closeRun(
  ports: ApplyPorts,
  report: ApplyReport & Pick<RunOutcome, "state"> & { readonly run: number },
): Promise<void> {
  const { failed, ...counts } = report.thumbnails;
  const summary = { ...report.actions, thumbnails: { ...counts, failed: failed.length } };
  await ports.rows.finishRun(report.run, { state: report.state, finishedAt: ports.clock(), summary });
}
