import type { ThumbnailJob, ThumbnailResult } from "../../apply/ports.js";
import { digestJson } from "../../model/digest.js";
import { formatTime } from "../../model/time.js";
import { type DatabaseHandle, readTransaction, writeTransaction } from "../connection/connect.js";
import type { Session } from "../connection/session.js";
import { recordResult, selectAllWaiting, type Wanted } from "./thumbnail-queue.js";

/** Tries of a job before it counts as failed: with the pauses of graphile-worker, over some 16 hours. */
const MOST_ATTEMPTS = 12;
/** Jobs that are added by one statement, which holds them in memory. */
const BATCH = 20_000;
/** A worker that was not heard of for so long is dead, by the clock of the server. */
export const DEAD_AFTER_SECONDS = 60;
const LONGEST_ESTATE = 64;

/** What a job says: which image, of which bytes. All else is read when it is worked on. */
export interface JobPayload {
  readonly rowId: number;
  readonly guard: string;
  readonly sha256: string;
}

/** The jobs of an estate and recipe. `failed`: those that are not tried again by themselves. */
export interface JobCounts {
  readonly waiting: number;
  readonly running: number;
  readonly failed: number;
  /** Workers that were heard of within the last minute, of every estate. */
  readonly workers: number;
}

/** The name under which jobs of an estate and recipe are found: a worker takes only those that it would make the same. */
export function nameTask(estate: string, recipe: string): string {
  return `${taskPrefix(estate)}${recipe}`;
}

/** Names of tasks have at most 128 characters. */
function taskPrefix(estate: string): string {
  return `album-sync/${estate.length <= LONGEST_ESTATE ? estate : digestJson(estate)}/`;
}

/** True when the database has a queue of jobs that this user may read. */
export function hasJobs(session: Session): boolean {
  if (session.dialect.name !== "PostgreSQL") return false;
  const found = session.get(
    `SELECT 1 FROM pg_class t JOIN pg_namespace s ON s.oid = t.relnamespace
      WHERE s.nspname = 'graphile_worker' AND t.relname = 'jobs'
        AND has_schema_privilege(s.oid, 'USAGE') AND has_table_privilege(t.oid, 'SELECT')`,
  );
  return found !== undefined && session.dialect.hasTable(session, "sync_workers");
}

/**
 * Adds a job for each image that waits for a thumbnail and has none; the number of jobs that were added. A job that is
 * waiting or being worked on is never added again. Jobs of other recipes, and those that failed for good, are removed.
 */
export function addJobs(session: Session, wanted: Wanted): number {
  const { estate, recipe } = wanted;
  const task = nameTask(estate, recipe);
  session.get(
    `SELECT count(*) FROM graphile_worker.complete_jobs((SELECT array_agg(id) FROM graphile_worker.jobs
      WHERE locked_at IS NULL AND starts_with(task_identifier, ?) AND (task_identifier <> ? OR attempts >= max_attempts)))`,
    taskPrefix(estate),
    task,
  );
  let total = 0;
  for (let added = BATCH; added >= BATCH; total += added) added = addBatch(session, wanted, task);
  return total;
}

function addBatch(session: Session, wanted: Wanted, task: string): number {
  const { sql, values } = selectAllWaiting(wanted);
  const key = "concat_ws(':', o.row_id, CAST(? AS TEXT), o.sha256, o.guard) COLLATE \"default\"";
  const row = session.get(
    `SELECT count(*) FROM graphile_worker.add_jobs((SELECT COALESCE(array_agg(w.job), '{}') FROM (
      SELECT ROW(CAST(? AS TEXT), json_build_object('rowId', o.row_id, 'guard', o.guard, 'sha256', o.sha256),
        NULL, NULL, ${MOST_ATTEMPTS}, ${key}, NULL, NULL)::graphile_worker.job_spec AS job
      ${sql} AND NOT EXISTS (SELECT 1 FROM graphile_worker.jobs j WHERE j.key = ${key})
      ORDER BY o.address LIMIT ${BATCH}) w))`,
    task,
    wanted.recipe,
    ...values,
    wanted.recipe,
  );
  return Number(row?.[0] ?? 0);
}

/** How many jobs there are; null when there is no queue. */
export function countJobs(session: Session, estate: string, recipe: string): JobCounts | null {
  if (!hasJobs(session)) return null;
  const counts = session.get(
    `SELECT count(*) FILTER (WHERE locked_at IS NULL AND attempts < max_attempts),
        count(*) FILTER (WHERE locked_at IS NOT NULL),
        count(*) FILTER (WHERE locked_at IS NULL AND attempts >= max_attempts)
      FROM graphile_worker.jobs WHERE task_identifier = ?`,
    nameTask(estate, recipe),
  );
  const [workers] =
    session.get(
      `SELECT count(*) FROM sync_workers WHERE seen_at > clock_timestamp() - interval '${DEAD_AFTER_SECONDS} s'`,
    ) ?? [];
  const [waiting, running, failed] = (counts ?? []).map(Number);
  return { waiting: waiting ?? 0, running: running ?? 0, failed: failed ?? 0, workers: Number(workers) };
}

/** The job behind a payload; undefined when the image has its thumbnail, or is another by now. */
export function findJob(
  handle: DatabaseHandle,
  { estate, recipe }: Pick<Wanted, "estate" | "recipe">,
  { rowId, guard, sha256 }: JobPayload,
): Promise<ThumbnailJob | undefined> {
  return readTransaction(handle, async (session) => {
    const row = session.get(
      `SELECT o.address FROM images x JOIN sync_objects o ON o.kind = 'image' AND o.row_id = x.id AND o.guard = x.filename
        LEFT JOIN sync_thumbnails t ON t.image_id = o.row_id AND t.guard = o.guard
        WHERE x.id = ? AND x.filename = ? AND o.estate = ? AND o.state = 'owned' AND o.sha256 = ?
          AND NOT COALESCE(t.sha256 = o.sha256 AND t.recipe = ? AND t.state = 'made', FALSE)`,
      rowId,
      guard,
      estate,
      sha256,
      recipe,
    );
    return row === undefined ? undefined : { address: String(row[0]), rowId, guard, sha256 };
  });
}

/** Records outcomes under the time of the server: clocks of workers differ. */
export function recordOutcomes(
  handle: DatabaseHandle,
  { estate, recipe }: Pick<Wanted, "estate" | "recipe">,
  results: readonly ThumbnailResult[],
): Promise<void> {
  return writeTransaction(handle, async (session) => {
    const now = formatTime(session.dialect.now(session, () => new Date()));
    for (const result of results) recordResult(session, estate, recipe, result, now);
  });
}
