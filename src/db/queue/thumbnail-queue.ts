import type {
  RemovalOutcome,
  ThumbnailJob,
  ThumbnailQueue,
  ThumbnailRemoval,
  ThumbnailResult,
} from "../../apply/ports.js";
import type { Address } from "../../model/address.js";
import { type DatabaseHandle, readTransaction, writeTransaction } from "../connection/connect.js";
import type { Cell, Session } from "../connection/session.js";
import { listRemovals } from "../tracking/outdated-thumbnails.js";

type ClaimRequest = Parameters<ThumbnailQueue["claim"]>[0];

/** All addresses of images lie between these two. */
const FIRST = "image:";
const LAST = "image;";

/** Which thumbnails are wanted. `retryBefore`: failures recorded before this time wait again; null: none do. */
export interface Wanted {
  readonly estate: string;
  readonly recipe: string;
  readonly retryBefore: string | null;
}

/**
 * The images of an estate whose recorded thumbnail is not the desired one. Every call is a transaction of its own, so
 * several processes can share the work. A failure is settled until bytes or recipe change, or it is retried.
 */
export function createThumbnailQueue(handle: DatabaseHandle, estate: string): ThumbnailQueue {
  // Where the last claim ended: looking from the start each time would read every finished image again.
  let cursor: Address = FIRST;
  return {
    count: (recipe, retryBefore) =>
      readTransaction(handle, async (session) => countWaiting(session, { estate, recipe, retryBefore })),
    claim: (request) =>
      writeTransaction(handle, async (session) => {
        const jobs = claimJobs(session, { estate, ...request }, cursor);
        cursor = jobs.at(-1)?.address ?? FIRST;
        return jobs;
      }),
    record: (recipe, results, now) =>
      writeTransaction(handle, async (session) => {
        for (const result of results) recordResult(session, estate, recipe, result, now);
      }),
    release: (jobs) =>
      writeTransaction(handle, async (session) => {
        for (const { rowId, guard } of jobs)
          session.run(
            "UPDATE sync_thumbnails SET claimed_until = NULL WHERE image_id = ? AND guard = ?",
            rowId,
            guard,
          );
      }),
    settle: (recipe) => writeTransaction(handle, async (session) => settleManifests(session, estate, recipe)),
    listRemovals: () => readTransaction(handle, async (session) => listRemovals(session, estate)),
    prepareRemovals: () =>
      writeTransaction(handle, async (session) => {
        // Rights are asked for also where no row is.
        for (const sql of [KEEP_REMOVAL, DROP_REMOVAL]) session.run(sql, null, null);
      }),
    finishRemovals: (ended) =>
      writeTransaction(handle, async (session) => {
        for (const { removal, outcome } of ended) finishRemoval(session, removal, outcome);
      }),
  };
}

/** Images that wait for a thumbnail of this recipe, claimed ones included. */
export function countWaiting(session: Session, wanted: Wanted): number {
  const { sql, values } = selectAllWaiting(wanted);
  return Number(session.get(`SELECT count(*) ${sql}`, ...values)?.[0] ?? 0);
}

/** A manifest with a failed picture stays open: `--retry` has to find it. */
function settleManifests(session: Session, estate: string, recipe: string): void {
  session.run(
    `UPDATE sync_manifests SET thumbnails = ? WHERE estate = ? AND thumbnails IS DISTINCT FROM ? AND NOT EXISTS (
      SELECT 1 FROM sync_objects o CROSS JOIN images x LEFT JOIN sync_thumbnails t
        ON t.image_id = o.row_id AND t.guard = o.guard
      WHERE o.estate = sync_manifests.estate AND o.manifest = sync_manifests.file AND o.state = 'owned'
        AND o.sha256 IS NOT NULL AND x.id = o.row_id AND x.filename = o.guard
        AND NOT COALESCE(t.sha256 = o.sha256 AND t.recipe = ? AND t.state = 'made', FALSE))`,
    recipe,
    estate,
    recipe,
    recipe,
  );
}

/** The guard tells the record from one of the row that has the id by now. */
const REMOVAL = "WHERE image_id = ? AND guard = ?";
const KEEP_REMOVAL = `UPDATE sync_thumbnails SET state = 'kept' ${REMOVAL}`;
const DROP_REMOVAL = `DELETE FROM sync_thumbnails ${REMOVAL}`;

function finishRemoval(session: Session, { rowId, guard }: ThumbnailRemoval, outcome: RemovalOutcome): void {
  session.run(outcome === "unsure" ? KEEP_REMOVAL : DROP_REMOVAL, rowId, guard);
}

/** From where the waiting images of an estate come: `o` is the record, `x` the row, `t` what is known of the thumbnail. */
export function selectAllWaiting(wanted: Wanted): { sql: string; values: readonly Cell[] } {
  return selectWaiting(wanted, FIRST, LAST);
}

/** Waiting images whose address comes after one and up to another. */
function selectWaiting(
  { estate, recipe, retryBefore }: Wanted,
  after: Address,
  upTo: Address,
): { sql: string; values: readonly Cell[] } {
  const failed = retryBefore === null ? "t.state = 'failed'" : "t.state = 'failed' AND t.recorded_at >= ?";
  const sql = `FROM sync_objects o CROSS JOIN images x LEFT JOIN sync_thumbnails t
      ON t.image_id = o.row_id AND t.guard = o.guard
    WHERE x.id = o.row_id AND x.filename = o.guard AND o.estate = ? AND o.address > ? AND o.address <= ? AND o.state = 'owned'
      AND o.sha256 IS NOT NULL
      AND NOT COALESCE(t.sha256 = o.sha256 AND t.recipe = ? AND (t.state = 'made' OR ${failed}), FALSE)`;
  return { sql, values: [estate, after, upTo, recipe, ...(retryBefore === null ? [] : [retryBefore])] };
}

function claimJobs(
  session: Session,
  request: ClaimRequest & { readonly estate: string },
  cursor: Address,
): readonly ThumbnailJob[] {
  const ahead = findJobs(session, request, [cursor, LAST], request.limit);
  const missing = request.limit - ahead.length;
  const behind = missing > 0 ? findJobs(session, request, [FIRST, cursor], missing) : [];
  const jobs = [...ahead, ...behind];
  for (const job of jobs) claimJob(session, request, job);
  return jobs;
}

function findJobs(
  session: Session,
  request: ClaimRequest & { readonly estate: string },
  [after, upTo]: readonly [Address, Address],
  limit: number,
): readonly ThumbnailJob[] {
  const { sql, values } = selectWaiting(request, after, upTo);
  const rows = session.all(
    `SELECT o.address, o.row_id, o.guard, o.sha256 ${sql}
      AND (t.claimed_until IS NULL OR t.claimed_until <= ?) ORDER BY o.address LIMIT ?`,
    ...values,
    request.now,
    limit,
  );
  return rows.map(([address, rowId, guard, sha256]) => ({
    address: String(address),
    rowId: Number(rowId),
    guard: String(guard),
    sha256: String(sha256),
  }));
}

function claimJob(
  session: Session,
  { estate, until }: ClaimRequest & { readonly estate: string },
  { rowId, guard }: ThumbnailJob,
): void {
  // What is left of another image that had this id before says nothing about this one.
  session.run("DELETE FROM sync_thumbnails WHERE image_id = ? AND guard <> ?", rowId, guard);
  session.run(
    `INSERT INTO sync_thumbnails (image_id, estate, guard, state, claimed_until) VALUES (?, ?, ?, 'waiting', ?)
      ON CONFLICT (image_id) DO UPDATE SET estate = excluded.estate, claimed_until = excluded.claimed_until`,
    rowId,
    estate,
    guard,
    until,
  );
}

/** Records the outcome of a job, and the image's thumbnail_path. Drops it when the row is another by now. */
export function recordResult(
  session: Session,
  estate: string,
  recipe: string,
  { job, error, fileSha256 }: ThumbnailResult,
  now: string,
): void {
  const { rowId, guard, sha256 } = job;
  if (session.get("SELECT 1 FROM images WHERE id = ? AND filename = ?", rowId, guard) === undefined) return;
  session.run(
    `INSERT INTO sync_thumbnails
        (image_id, estate, guard, sha256, recipe, state, error, recorded_at, file_sha256, claimed_until)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
      ON CONFLICT (image_id) DO UPDATE SET estate = excluded.estate, guard = excluded.guard, sha256 = excluded.sha256,
        recipe = excluded.recipe, state = excluded.state, error = excluded.error, recorded_at = excluded.recorded_at,
        file_sha256 = COALESCE(excluded.file_sha256, sync_thumbnails.file_sha256), claimed_until = NULL`,
    rowId,
    estate,
    guard,
    sha256,
    recipe,
    error === null ? "made" : "failed",
    error,
    now,
    fileSha256 ?? null,
  );
  if (error !== null) return;
  const path = `thumbnails/${rowId}.webp`;
  session.run(
    "UPDATE images SET thumbnail_path = ?, updated_at = ? WHERE id = ? AND COALESCE(thumbnail_path, '') <> ?",
    path,
    now,
    rowId,
    path,
  );
}
