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
const BEATS_PER_TIDY = 6;

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
    try {
      await keepAlive(jobs, runner, end.signal);
    } catch (error) {
      end.abort(error);
    }
    await running.stop().catch(() => {});
    const { reason } = end.signal;
    if (!signal.aborted && reason instanceof Error) throw reason;
    await jobs.tidy();
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

/** Says at intervals that the worker lives, until the signal. */
async function keepAlive(
  { queue, tidy }: ThumbnailJobs,
  worker: Parameters<ThumbnailJobs["queue"]["beat"]>[0],
  signal: AbortSignal,
): Promise<void> {
  for (let beat = 0; !signal.aborted; beat++) {
    await queue.beat(worker);
    await queue.releaseDead();
    if (beat % BEATS_PER_TIDY === 0) await tidy();
    await setTimeout(BEAT_MS, undefined, { signal }).catch(() => {});
  }
}
