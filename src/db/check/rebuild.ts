import type { RunHeader } from "../../apply/ports.js";
import type { Kind } from "../../model/address.js";
import { formatTime } from "../../model/time.js";
import { guardOf } from "../backend/columns.js";
import { tableOf } from "../backend/profile.js";
import {
  CHANGE_AFTER,
  CHANGE_BEFORE,
  findDamage,
  OBJECT_FIELDS,
  RUN_SUMMARY,
} from "../backend/stored-json.js";
import { type DatabaseHandle, writeTransaction } from "../connection/connect.js";
import { DatabaseProblem } from "../connection/problem.js";
import type { Cell, Session } from "../connection/session.js";
import { beginRun, closeRun } from "../history/runs.js";
import type { Lease } from "../queue/lease.js";
import { baselineStatements } from "../schema/migrations/006-memory.js";
import { hasTable } from "../schema/state.js";
import { describeObject } from "./check.js";

interface RebuildOptions {
  readonly run: RunHeader;
  readonly clock: () => Date;
  readonly newId: () => string;
  readonly lease: Pick<Lease, "fence">;
}

/** What was repaired beside the tables that are always rebuilt. Records are named by their address. */
export interface RebuildReport {
  /** Became nobody's; the next plan adopts those that a manifest declares. */
  readonly released: readonly string[];
  /** Their row is gone. They stay tombstones, without what was recorded of them. */
  readonly emptied: readonly string[];
  /** Named no object, so that nothing of them could be kept. */
  readonly dropped: readonly string[];
  /** Runs whose changes are no longer on record, so that they can't be reversed. */
  readonly runs: readonly number[];
  /** True when the database got another identity: saved plans no longer fit it. */
  readonly isRenamed: boolean;
}

const MEMORY_TABLES = ["sync_manifests", "sync_refs", "sync_dirty", "sync_watch"];

/**
 * Drops what can be derived and creates it anew, in one transaction: memory of manifests, triggers, every index. So the next
 * plan compares everything. Damaged records of ours lose what they say; no row of the backend is written, and no record
 * comes to own a row that it did not own. Throws {@link DatabaseProblem} when more is damaged than that.
 */
export function rebuildBaseline(handle: DatabaseHandle, options: RebuildOptions): Promise<RebuildReport> {
  return writeTransaction(
    handle,
    async (session) => {
      checkMigrated(session);
      const now = formatTime(options.clock());
      session.dialect.tracking.pause(session);
      session.dialect.tracking.recreate(session, MEMORY_TABLES, baselineStatements(session.dialect));
      session.dialect.rebuildIndexes(session);
      const report = {
        ...repairObjects(session),
        runs: repairHistory(session),
        isRenamed: repairMeta(session, options.newId),
      };
      // A plan that was made before sees by the new run that others wrote since, and remembers nothing.
      const run = beginRun(session, options.run);
      const { released, emptied, dropped } = report;
      const summary = { released: released.length, emptied: emptied.length, dropped: dropped.length };
      closeRun(session, run, { state: "complete", finishedAt: now, summary });
      session.dialect.tracking.install(session);
      return report;
    },
    options.lease.fence,
  );
}

function checkMigrated(session: Session): void {
  const missing = ["sync_objects", ...MEMORY_TABLES].find((table) => !hasTable(session, table));
  if (missing !== undefined)
    throw new DatabaseProblem(
      "database-unmigrated",
      `The database has no table ${missing}: there is no baseline to rebuild`,
      "Run sync db migrate.",
    );
}

function repairObjects(session: Session): Pick<RebuildReport, "released" | "emptied" | "dropped"> {
  const report = { released: [] as string[], emptied: [] as string[], dropped: [] as string[] };
  const damaged = session
    .all(
      `SELECT estate, ${session.dialect.recordKey}, address, kind, state, row_id, fields, sha256 FROM sync_objects
        ORDER BY estate, address`,
    )
    .filter(
      ([, , address, kind, state, rowId, fields]) =>
        describeObject(String(address), kind ?? null, state ?? null, rowId ?? null) !== null ||
        findDamage(OBJECT_FIELDS, fields) !== null,
    );
  for (const [estate, id, address, kind, state, rowId, , sha256] of damaged) {
    const key = [estate as Cell, id as Cell] as const;
    const isNamed = describeObject(String(address), kind ?? null, "owned", rowId ?? null) === null;
    const outcome = isNamed ? emptyRecord(session, key, String(kind), state, sha256) : "dropped";
    report[outcome].push(String(address));
    if (!isNamed) session.run(`DELETE FROM sync_objects WHERE ${hasKey(session)}`, ...key);
  }
  return report;
}

/** SQL: the one record of an estate, whatever is damaged of it. */
function hasKey({ dialect }: Session, table = ""): string {
  return `${table}estate IS NOT DISTINCT FROM ? AND ${table}${dialect.recordKey} = ?`;
}

/** A record without what it said must not overwrite or reset values, so a row that is there has to be adopted again. */
function emptyRecord(
  session: Session,
  key: readonly [estate: Cell, id: Cell],
  kind: string,
  state: Cell | undefined,
  sha256: Cell | undefined,
): "released" | "emptied" {
  const type = kind as Kind;
  const isThere =
    session.get(
      `SELECT 1 FROM sync_objects o JOIN ${tableOf(session, type)} x ON x.id = o.row_id AND ${guardOf(type, "x")} = o.guard
        WHERE ${hasKey(session, "o.")}`,
      ...key,
    ) !== undefined;
  const next = isThere || state === "released" ? "released" : "owned";
  session.run(
    `UPDATE sync_objects SET state = ?, fields = ? WHERE ${hasKey(session)}`,
    next,
    isDigest(sha256) ? JSON.stringify({ sha256 }) : "{}",
    ...key,
  );
  return next === "released" ? "released" : "emptied";
}

function isDigest(cell: Cell | undefined): boolean {
  return typeof cell === "string" && /^[0-9a-f]{64}$/.test(cell);
}

/** Half the changes of a run would be reversed to a state that never was, so all of them go. */
function repairHistory(session: Session): readonly number[] {
  const runs = new Set<number>();
  const changes = session.stream("SELECT run, before, after FROM sync_changes");
  for (const [run, before, after] of changes)
    if (findDamage(CHANGE_BEFORE, before) !== null || findDamage(CHANGE_AFTER, after) !== null)
      runs.add(Number(run));
  for (const run of runs) session.run("DELETE FROM sync_changes WHERE run = ?", run);
  for (const [id, summary] of session.all("SELECT id, summary FROM sync_runs"))
    if (findDamage(RUN_SUMMARY, summary) !== null)
      session.run("UPDATE sync_runs SET summary = NULL WHERE id = ?", id as Cell);
  return [...runs].sort((a, b) => a - b);
}

function repairMeta(session: Session, newId: () => string): boolean {
  for (const [name, value] of session.all("SELECT name, value FROM sync_meta"))
    if (typeof value !== "string" || value === "")
      session.run("DELETE FROM sync_meta WHERE name = ?", name as Cell);
  return (
    session.run(
      "INSERT INTO sync_meta (name, value) VALUES ('database_id', ?) ON CONFLICT DO NOTHING",
      newId(),
    ) > 0
  );
}
