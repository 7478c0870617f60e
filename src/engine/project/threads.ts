import { availableParallelism } from "node:os";

/** More would wait for the main thread, which takes a tenth of the work. */
const MOST_THREADS = 8;

/** How many threads may read files side by side. */
export function countThreads(): number {
  return Math.min(availableParallelism(), MOST_THREADS);
}
