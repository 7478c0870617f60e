import { hashFile } from "../../files/hash.js";

/** Below this size, hashing finishes before threads would have started. */
const LEAST_FOR_THREADS = 256_000_000;
const BATCH = 32;
/** Number of batches that wait for each thread, so that no thread waits for us. */
const AHEAD = 4;

/**
 * SHA-256 of each file as hashFile gives it, one after the other in their order; by several threads when there is much to
 * hash. `bytes`: of all files together.
 */
export async function* hashFiles(
  paths: Iterable<string>,
  bytes: number,
  threads: number,
): AsyncGenerator<string | null> {
  if (threads < 2 || bytes < LEAST_FOR_THREADS) {
    for (const path of paths) yield hashFile(path);
    return;
  }
  const { ThreadPool } = await import("../../threads/pool.js");
  const program = { file: new URL("./hash-thread.js", import.meta.url), data: null };
  const pool = new ThreadPool<readonly string[], readonly (string | null)[]>(program, threads);
  try {
    const asked: Promise<readonly (string | null)[]>[] = [];
    for (const batch of inBatches(paths)) {
      const answer = pool.ask(batch);
      // A caller that stops at the first failure never awaits the others.
      answer.catch(() => {});
      asked.push(answer);
      if (asked.length >= AHEAD * threads) yield* (await asked.shift()) ?? [];
    }
    for (const answer of asked) yield* await answer;
  } finally {
    await pool.close();
  }
}

function* inBatches(paths: Iterable<string>): Generator<readonly string[]> {
  let batch: string[] = [];
  for (const path of paths) {
    batch.push(path);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
