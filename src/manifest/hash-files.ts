import { ThreadPool } from "../threads/pool.js";
import { hashFile } from "./hash-file.js";

/** Less is hashed before threads have started. */
const LEAST_FOR_THREADS = 256_000_000;
const BATCH = 32;

/**
 * SHA-256 of each file as hashFile gives it, in their order; by several threads when there is much to hash. `bytes`: of all
 * files together.
 */
export async function hashFiles(
  paths: readonly string[],
  bytes: number,
  threads: number,
): Promise<readonly (string | null)[]> {
  if (threads < 2 || bytes < LEAST_FOR_THREADS) return paths.map(hashFile);
  const program = { file: new URL("./hash-thread.js", import.meta.url), data: null };
  const pool = new ThreadPool<readonly string[], readonly (string | null)[]>(program, threads);
  try {
    const batches = Array.from({ length: Math.ceil(paths.length / BATCH) }, (_, batch) =>
      pool.ask(paths.slice(batch * BATCH, (batch + 1) * BATCH)),
    );
    return (await Promise.all(batches)).flat();
  } finally {
    await pool.close();
  }
}
