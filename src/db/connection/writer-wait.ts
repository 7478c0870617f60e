import { setTimeout } from "node:timers/promises";
import { DatabaseProblem } from "./problem.js";

/** How long to wait for another program that writes to the database at this time. */
export interface WriterWait {
  readonly timeoutMs: number;
  /** Ends the wait, as the timeout does. */
  readonly signal?: AbortSignal;
  /** Told once, before waiting. */
  readonly onWait: () => void;
  /** What a person can do to wait longer. */
  readonly help: string;
}

export const DEFAULT_WRITER_WAIT: WriterWait = {
  timeoutMs: 5000,
  onWait: () => {},
  help: "Wait until that program is done, then run the command again.",
};

/** A statement that waits keeps the whole process from hearing signals, so it waits for a moment only. */
const SLICE_MS = 250;
const PAUSE_MS = 50;

/**
 * Runs `attempt` until another program no longer holds the write lock. It gets how long its first statement may wait, and
 * must have done nothing when it fails with `database-busy` while `mayRetry`. Throws that problem after the timeout.
 */
export async function waitForWriters<T>(
  { url, writerWait }: { readonly url: string; readonly writerWait: WriterWait },
  attempt: (statementMs: number) => Promise<T>,
  mayRetry: () => boolean = () => true,
): Promise<T> {
  const start = performance.now();
  for (let isFirst = true; ; isFirst = false) {
    const rest = writerWait.timeoutMs - (performance.now() - start);
    try {
      return await attempt(Math.max(0, Math.min(SLICE_MS, Math.floor(rest))));
    } catch (error) {
      if (!isBusy(error) || !mayRetry()) throw error;
      const isOver = performance.now() - start >= writerWait.timeoutMs || writerWait.signal?.aborted === true;
      if (isOver) throw describeBusy(url, writerWait, error);
    }
    if (isFirst) writerWait.onWait();
    await setTimeout(PAUSE_MS, undefined, { signal: writerWait.signal }).catch(() => {});
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof DatabaseProblem && error.code === "database-busy";
}

function describeBusy(url: string, { timeoutMs, help }: WriterWait, cause: unknown): DatabaseProblem {
  return new DatabaseProblem(
    "database-busy",
    `another program is writing to ${url} and did not finish within ${timeoutMs / 1000} s`,
    help,
    { cause },
  );
}

/** Runs one piece of work at a time: as with Knex's pool of one connection, the next waits until the one before has ended. */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
