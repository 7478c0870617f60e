import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { Project } from "../engine/project/project.js";
import { identifyRunner } from "../engine/project/runner.js";
import { isConnectionLost, type ThumbnailJobs, withThumbnailJobs } from "../engine/thumbnail-jobs.js";

/** What a worker did. `retried`: attempts that failed and are made again, here or elsewhere. */
export interface WorkerReport {
  readonly made: number;
  readonly failed: number;
  readonly dropped: number;
  readonly retried: number;
}

/** How often a worker says that it lives, and looks for jobs of workers that do not. */
const BEAT_MS = 10_000;
const TIDY_MS = 60_000;

/**
 * Takes thumbnail jobs from the queue of a shared database until a signal comes, then ends those under way. Throws when
 * the database is lost. Of time it knows only how long it waits: whatever is compared is the time of the server.
 */
export function runWorker(
  project: Project,
  { concurrency }: { readonly concurrency: number },
): Promise<WorkerReport> {
  const signal = project.ports.takeSignal();
  return withThumbnailJobs(project, async (jobs) => {
    const end = new AbortController();
    const stop = () => end.abort();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const counts = { made: 0, failed: 0, dropped: 0, retried: 0 };
    await jobs.queue.releaseDead();
    const running = await jobs.queue.start(jobs.task, concurrency, (payload, isLast) =>
      count(project, counts, jobs.perform(payload, isLast)).catch((error: unknown) => {
        if (isConnectionLost(error)) end.abort(error);
        throw error;
      }),
    );
    running.ended.catch((error: unknown) => end.abort(error));
    const runner = { ...identifyRunner(project.settings.projectDir), id: running.id };
    project.ports.note(`Worker ${running.id} takes ${concurrency} jobs at a time; Ctrl+C ends it.`);
    await whileAlive(jobs.queue, runner, end, async () => {
      // Apart from the rest: it may wait for an apply, and a worker that is not heard of counts as dead.
      const tidied = repeat(TIDY_MS, end.signal, jobs.tidy);
      tidied.catch((error: unknown) => end.abort(error));
      if (!end.signal.aborted) await once(end.signal, "abort");
      await running.stop().catch(() => {});
      await tidied.catch(() => {});
      const { reason } = end.signal;
      if (!signal.aborted && reason instanceof Error) throw reason;
      await jobs.tidy();
    });
    await jobs.queue.leave(running.id);
    return counts;
  });
}

async function count(
  { ports }: Project,
  counts: { -readonly [K in keyof WorkerReport]: number },
  end: ReturnType<ThumbnailJobs["perform"]>,
): Promise<void> {
  try {
    const ended = await end;
    counts[ended.outcome]++;
    if (ended.outcome !== "dropped")
      ports.detail(`${ended.outcome} ${ended.job.address}${ended.error === null ? "" : `: ${ended.error}`}`);
  } catch (error) {
    counts.retried++;
    ports.detail(`To be tried again: ${error instanceof Error ? error.message : error}`);
    throw error;
  }
}

/** Says at intervals that the worker lives until a work is done; `end` is told when that fails. */
async function whileAlive(
  queue: ThumbnailJobs["queue"],
  worker: Parameters<ThumbnailJobs["queue"]["beat"]>[0],
  end: AbortController,
  work: () => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const beats = repeat(BEAT_MS, over.signal, async () => {
    await queue.beat(worker);
    await queue.releaseDead();
  }).catch((error: unknown) => end.abort(error));
  try {
    await work();
  } finally {
    over.abort();
    await beats;
  }
}

/** Does a work at once and then at intervals, until the signal. */
async function repeat(everyMs: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await work();
    await setTimeout(everyMs, undefined, { signal }).catch(() => {});
  }
}
