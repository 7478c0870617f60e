import { type ApplyReport, NO_ACTIONS } from "../model/apply-report.js";
import { compareByAddress } from "../model/text-order.js";
import { millisecondsBetween } from "./clock.js";
import type { RemovalOutcome, ThumbnailRemoval } from "./ports.js";
import type { ThumbnailPorts } from "./thumbnail-ports.js";
import { ThumbnailRun } from "./thumbnail-run.js";

export interface ThumbnailOptions {
  /** Number of thumbnails that are created at the same time. */
  readonly workers: number;
  /** Try again what failed in earlier runs. */
  readonly retryFailed: boolean;
}

/**
 * Workers that keep a machine busy: three for each core, but no more than half as many again as libuv has threads
 * (UV_THREADPOOL_SIZE, 4 unless set), since some are between two steps at any time.
 */
export function chooseWorkers(cores: number, poolThreads = 4): number {
  return Math.max(1, Math.min(3 * cores, Math.ceil(1.5 * poolThreads)));
}

/**
 * Removes the thumbnails of deleted images, then creates those that wait in the queue. A faulty picture is recorded and
 * the run continues. The signal stops it between two pictures: finished work is recorded and other claimed jobs are
 * returned to the queue. Any other error, such as a full disk, does the same and is then thrown.
 */
export async function makeThumbnails(
  ports: ThumbnailPorts,
  options: ThumbnailOptions,
): Promise<ApplyReport["thumbnails"]> {
  const { queue, maker, clock } = ports;
  const retryBefore = options.retryFailed ? clock() : null;
  const ended = await removeThumbnails(ports);
  const run = new ThumbnailRun(
    ports,
    options.workers,
    retryBefore,
    await queue.count(maker.recipe, retryBefore),
  );
  await run.work();
  const failed = run.outcome.failed.toSorted(compareByAddress);
  const notAttempted = await queue.count(maker.recipe, retryBefore);
  if (notAttempted === 0) await queue.settle(maker.recipe);
  const tally = (wanted: RemovalOutcome) => ended.filter(({ outcome }) => outcome === wanted).length;
  const unsure = tally("unsure");
  return {
    made: run.outcome.made,
    removed: tally("removed"),
    failed,
    notAttempted,
    ...(unsure > 0 && { unsure }),
  };
}

/** How a run ended whose thumbnails went this way. */
export function judgeThumbnails(
  { failed, notAttempted }: ApplyReport["thumbnails"],
  signal: AbortSignal,
): "complete" | "partial" | "interrupted" {
  if (signal.aborted) return "interrupted";
  return failed.length + notAttempted > 0 ? "partial" : "complete";
}

/** Makes what waits in the queue as a command of its own: no row changes and no run is recorded. */
export async function applyThumbnails(
  ports: ThumbnailPorts,
  options: ThumbnailOptions,
): Promise<ApplyReport> {
  const start = ports.clock();
  const thumbnails = await makeThumbnails(ports, options);
  return {
    state: judgeThumbnails(thumbnails, ports.signal),
    run: null,
    actions: NO_ACTIONS,
    held: 0,
    thumbnails,
    stale: [],
    elapsedMs: millisecondsBetween(start, ports.clock()),
  };
}

/** A thumbnail whose row was deleted, and what happened to its file. */
interface EndedThumbnail {
  readonly removal: ThumbnailRemoval;
  readonly outcome: RemovalOutcome;
}

/**
 * Removes our thumbnails whose row was deleted, with their records; the signal stops it between two. Where the database
 * can't be written it throws, and no file is removed.
 */
export async function removeThumbnails({
  queue,
  maker,
  signal,
}: Pick<ThumbnailPorts, "queue" | "maker" | "signal">): Promise<readonly EndedThumbnail[]> {
  const ended: EndedThumbnail[] = [];
  const removals = await queue.listRemovals();
  // Files and records go together or not at all.
  if (removals.length > 0) await queue.prepareRemovals();
  try {
    for (const removal of removals) {
      if (signal.aborted) break;
      ended.push({ removal, outcome: await maker.remove(removal) });
    }
  } finally {
    if (ended.length > 0) await queue.finishRemovals(ended);
  }
  return ended;
}
