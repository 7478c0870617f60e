import type { QueuedThumbnails } from "../../../engine/queue/queue-thumbnails.js";
import { count } from "../../../model/words.js";
import type { WorkerReport } from "../../../worker/worker.js";

/** What a worker did, for a person. */
export function describeWorker({ made, failed, dropped, retried }: WorkerReport): string {
  const rest = [`${failed} failed`, `${dropped} dropped`, `${retried} to be tried again`].join(", ");
  return `Worker stopped. ${count(made, "thumbnail")} made, ${rest}.`;
}

/** What was added to the queue, and what is in it now. */
export function describeQueued({ queued, queue }: QueuedThumbnails): string {
  return [
    `${count(queued, "thumbnail")} added to the queue.`,
    ...(queue === null ? [] : [describeQueue(queue)]),
  ].join("\n");
}

/** The queue in one line: `3 waiting, 1 running, 0 failed; 2 workers`. */
export function describeQueue({
  waiting,
  running,
  failed,
  workers,
}: NonNullable<QueuedThumbnails["queue"]>): string {
  const who = workers === 0 ? "no worker is running" : count(workers, "worker");
  return `${waiting} waiting, ${running} running, ${failed} failed; ${who}`;
}
