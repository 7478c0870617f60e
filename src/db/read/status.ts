import { type Address, forEachKind, type Kind } from "../../model/address.js";
import { guardOf } from "../backend/columns.js";
import { tableOf } from "../backend/profile.js";
import type { DatabaseHandle } from "../connection/connect.js";
import type { Session } from "../connection/session.js";
import { type RunRecord, readRegistry, selectRuns } from "../history/history.js";
import { countJobs, type JobCounts } from "../queue/jobs.js";
import { countWaiting } from "../queue/thumbnail-queue.js";
import { findOutdated } from "../tracking/outdated-thumbnails.js";

/** Objects of one kind. `gone`: owned ones whose row was deleted behind our back; they count as owned too. */
export interface ObjectCounts {
  readonly owned: number;
  readonly released: number;
  readonly gone: number;
}

/** What the registry says of an estate. */
export interface EstateStatus {
  readonly lastRun: RunRecord | null;
  readonly objects: { readonly [K in Kind]: ObjectCounts };
  readonly thumbnails: {
    readonly waiting: number;
    /** Ascending by address. */
    readonly failed: readonly { readonly address: Address; readonly error: string }[];
    /** Files of deleted images that are still to be removed. */
    readonly removals: number;
    /** What is queued for workers; null without a queue. */
    readonly queue: JobCounts | null;
  };
}

/** What was done last, what is owned, and what waits for a thumbnail of this recipe. */
export function readStatus(handle: DatabaseHandle, estate: string, recipe: string): Promise<EstateStatus> {
  return readRegistry(handle, NOTHING, (session) => ({
    lastRun: selectRuns(session, "WHERE estate = ? ORDER BY id DESC LIMIT 1", estate)[0] ?? null,
    objects: {
      "set-template": countObjects(session, estate, "set-template"),
      album: countObjects(session, estate, "album"),
      image: countObjects(session, estate, "image"),
    },
    thumbnails: {
      waiting: countWaiting(session, { estate, recipe, retryBefore: null }),
      failed: listFailed(session, estate, recipe),
      removals: findOutdated(session, estate, true).length,
      queue: countJobs(session, estate, recipe),
    },
  }));
}

const NONE: ObjectCounts = { owned: 0, released: 0, gone: 0 };

const NOTHING: EstateStatus = {
  lastRun: null,
  objects: forEachKind(() => NONE),
  thumbnails: { waiting: 0, failed: [], removals: 0, queue: null },
};

/** Objects of one kind, by what became of them. */
export function countObjects(session: Session, estate: string, kind: Kind): ObjectCounts {
  const row = session.get(
    `SELECT
        COALESCE(SUM(CASE WHEN o.state = 'owned' THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN o.state = 'released' THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN o.state = 'owned' AND x.id IS NULL THEN 1 ELSE 0 END), 0)
      FROM sync_objects o LEFT JOIN ${tableOf(session, kind)} x ON x.id = o.row_id AND ${guardOf(kind, "x")} = o.guard
      WHERE o.estate = ? AND o.kind = ?`,
    estate,
    kind,
  );
  const [owned, released, gone] = row ?? [];
  return { owned: Number(owned), released: Number(released), gone: Number(gone) };
}

function listFailed(session: Session, estate: string, recipe: string): EstateStatus["thumbnails"]["failed"] {
  const rows = session.all(
    `SELECT o.address, t.error FROM sync_objects o JOIN sync_thumbnails t ON t.image_id = o.row_id AND t.guard = o.guard
      WHERE o.estate = ? AND o.kind = 'image' AND o.state = 'owned' AND t.state = 'failed'
        AND t.sha256 = o.sha256 AND t.recipe = ? ORDER BY o.address`,
    estate,
    recipe,
  );
  return rows.map(([address, error]) => ({ address: String(address), error: String(error) }));
}
