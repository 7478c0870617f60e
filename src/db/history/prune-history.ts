import { type DatabaseHandle, writeTransaction } from "../connection/connect.js";
import type { Session } from "../connection/session.js";
import type { Lease } from "../queue/lease.js";

/** What pruning dropped, and how many older runs stay listed because objects name them. */
export interface PrunedHistory {
  readonly changes: number;
  readonly runs: number;
  readonly named: number;
}

/** Drops the changes of all runs of an estate but the newest `keep`, as {@link pruneRuns} does. */
export function pruneHistory(
  handle: DatabaseHandle,
  estate: string,
  keep: number,
  lease: Pick<Lease, "fence">,
): Promise<PrunedHistory> {
  return writeTransaction(handle, async (session) => pruneRuns(session, estate, keep), lease.fence);
}

/**
 * Drops the changes of all runs of an estate but the newest `keep`, and those runs themselves unless an object was last
 * recorded by them, or it is the first run of all, which tells whether a plan made the database.
 */
export function pruneRuns(session: Session, estate: string, keep: number): PrunedHistory {
  const oldest = session.get(
    "SELECT id FROM sync_runs WHERE estate = ? ORDER BY id DESC LIMIT 1 OFFSET ?",
    estate,
    keep - 1,
  )?.[0];
  if (oldest === undefined) return { changes: 0, runs: 0, named: 0 };
  const older = "SELECT id FROM sync_runs WHERE estate = ? AND id < ?";
  const changes = session.run(`DELETE FROM sync_changes WHERE run IN (${older})`, estate, oldest);
  const runs = session.run(
    `DELETE FROM sync_runs WHERE estate = ? AND id < ? AND id NOT IN (SELECT run FROM sync_objects)
      AND id > (SELECT min(id) FROM sync_runs)`,
    estate,
    oldest,
  );
  return { changes, runs, named: session.all(older, estate, oldest).length };
}
