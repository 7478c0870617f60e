import type { Session } from "../connection/session.js";

const NAME = "sync_objects_bytes";

/** An index that is made when all rows are there. */
interface LateIndex {
  /** False where there are rows already. */
  readonly isFirst: boolean;
  /** Makes it as it was; to be called once, before anything looks for rows by it. */
  make(): void;
}

/**
 * Lets the registry be filled for the first time without its index over bytes, the one that new rows come to in no order:
 * making it at the end takes half the time. The transaction must end with `make`.
 */
export function postponeIndex(session: Session): LateIndex {
  const isFirst = session.get("SELECT 1 FROM sync_objects LIMIT 1") === undefined;
  const make = isFirst ? session.dialect.dropIndex(session, NAME) : undefined;
  return { isFirst, make: make ?? (() => {}) };
}
