import type { Session } from "../connection/session.js";

const NAME = "sync_objects_bytes";

/** An index that is made when all rows are there. */
interface LateIndex {
  /** False where there are rows already, so that the index stayed. */
  readonly isLate: boolean;
  /** Makes it as it was; to be called once, before anything looks for rows by it. */
  make(): void;
}

/**
 * Lets the registry be filled for the first time without its index over bytes, the one that new rows come to in no order:
 * making it at the end takes half the time. The transaction must end with `make`.
 */
export function postponeIndex(session: Session): LateIndex {
  const [sql] = session.get("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", NAME) ?? [];
  const isLate = typeof sql === "string" && session.get("SELECT 1 FROM sync_objects LIMIT 1") === undefined;
  if (!isLate) return { isLate, make: () => {} };
  session.run(`DROP INDEX ${NAME}`);
  return { isLate, make: () => void session.run(sql) };
}
