import { KINDS } from "../../model/address.js";
import type { BaselineUpdate, ReadManifest } from "../../model/baseline.js";
import { perProfile } from "../backend/profile.js";
import { type DatabaseHandle, writeTransaction } from "../connection/connect.js";
import type { Session } from "../connection/session.js";
import { retireOutdated } from "./outdated-thumbnails.js";
import { readLastRun } from "./read-baseline.js";

/** What a transaction does to the memory of an estate, begun before its run and rows are, and ended after them. */
interface PendingBaselineUpdate {
  /** `update` is undefined when the run can't say what the database holds by then: it forgets what `touched` names. */
  end(update: BaselineUpdate | undefined, touched: Iterable<string>): void;
}

/**
 * Lets a transaction write rows without marking them as changed by others; no other user can write meanwhile. When
 * marks were lost before, all memory of all estates goes.
 */
export function beginBaselineUpdate(session: Session, estate: string): PendingBaselineUpdate {
  const { tracking } = session.dialect;
  const intact = tracking.isIntact(session);
  const lastRun = readLastRun(session);
  tracking.pause(session);
  return {
    end: (update, touched) => {
      if (!intact) dropBaselines(session);
      else if (update === undefined) dropFromBaseline(session, estate, touched);
      // Another run since the plan was made may have changed what the plan took for settled.
      else writeBaseline(session, estate, update, update.watermark.run === lastRun);
      tracking.install(session);
    },
  };
}

/** Remembers what a plan found settled when there is no row to write. Repairs lost marks. */
export function storeBaseline(handle: DatabaseHandle, estate: string, update: BaselineUpdate): Promise<void> {
  return writeTransaction(handle, async (session) => {
    const { tracking } = session.dialect;
    if (tracking.isIntact(session)) {
      writeBaseline(session, estate, update, update.watermark.run === readLastRun(session));
    } else restartBaselines(session);
  });
}

/** Drops what is remembered of manifests, so that the next plan reads them. */
export function dropFromBaseline(session: Session, estate: string, files: Iterable<string>): void {
  const names = [...files];
  if (names.length === 0) return;
  for (const table of ["sync_manifests", "sync_refs"])
    session.run(
      `DELETE FROM ${table} WHERE estate = ? AND file IN (SELECT value FROM json_each(?))`,
      estate,
      JSON.stringify(names),
    );
}

/** Drops what is remembered of all estates, and begins to watch all tables anew. */
export function restartBaselines(session: Session): void {
  dropBaselines(session);
  session.dialect.tracking.install(session);
}

function dropBaselines(session: Session): void {
  retireOutdated(session);
  for (const table of ["sync_manifests", "sync_refs", "sync_dirty"]) session.run(`DELETE FROM ${table}`);
}

function writeBaseline(session: Session, estate: string, update: BaselineUpdate, current: boolean): void {
  dropFromBaseline(session, estate, update.forgotten);
  if (!current) return;
  storeManifests(session, estate, listCompletelyRecorded(session, estate, update.manifests));
  clearDirtyRows(session, estate, update.watermark.mark);
}

/** A last check, whatever the plan said: as many objects as a manifest declares, and no other, are recorded from it. */
function listCompletelyRecorded(
  session: Session,
  estate: string,
  manifests: readonly ReadManifest[],
): readonly ReadManifest[] {
  if (manifests.length === 0) return [];
  const owned = session.all(
    `SELECT (SELECT count(*) FROM sync_objects o WHERE o.estate = ? AND o.manifest = j.value AND o.state = 'owned')
      FROM json_each(?) j ORDER BY j.key`,
    estate,
    JSON.stringify(manifests.map(({ file }) => file)),
  );
  return manifests.filter(({ objects }, index) => owned[index]?.[0] === objects);
}

function storeManifests(session: Session, estate: string, manifests: readonly ReadManifest[]): void {
  const constants = { estate };
  const columns = ["file", "sha256", "used", "digest", "shape", "longest"];
  const files = session.insertInto({ table: "sync_manifests", columns, constants });
  const refs = session.insertInto({
    table: "sync_refs",
    columns: ["file", "role", "key", "address"],
    constants,
  });
  for (const { file, sha256, used, digest, shape, longest, references } of manifests) {
    files.add([file, sha256, JSON.stringify(used), digest, shape, longest]);
    for (const { role, key, by } of references) refs.add([file, role, key, by]);
  }
  files.flush();
  refs.flush();
}

/** SQL: the table of a mark holds the rows of the kind of an object. */
const HOLDS_ROW = perProfile(({ kinds }) => {
  const cases = KINDS.map((kind) => `WHEN '${kind}' THEN '${kinds[kind].table}'`);
  return `sync_dirty.table_name = CASE o.kind ${cases.join(" ")} END`;
});

/** Marks of rows that another estate has objects of are that estate's to clear. */
function clearDirtyRows(session: Session, estate: string, upTo: number): void {
  retireOutdated(session, upTo);
  session.run(
    `DELETE FROM sync_dirty WHERE mark <= ? AND NOT EXISTS (SELECT 1 FROM sync_objects o
      WHERE o.kind IN ('image', 'album', 'set-template') AND o.row_id = sync_dirty.row_id
        AND ${HOLDS_ROW(session)} AND o.estate <> ?)`,
    upTo,
    estate,
  );
}
