import type { RecordedChange } from "../../model/history.js";
import type { Json } from "../../model/json.js";
import { CHANGE_AFTER, CHANGE_BEFORE, RUN_SUMMARY, readStored } from "../backend/stored-json.js";
import { type DatabaseHandle, readTransaction } from "../connection/connect.js";
import type { Cell, Session } from "../connection/session.js";
import { readApplied } from "../schema/state.js";
import { splitPrevious } from "./previous-state.js";

/** A run as it was recorded. Times are canonical. */
export interface RunRecord {
  readonly run: number;
  readonly estate: string;
  readonly command: string;
  readonly planId: string;
  readonly who: string;
  readonly host: string;
  readonly gitCommit: string | null;
  readonly startedAt: string;
  /** Null while the run is under way, and for one that was killed. */
  readonly finishedAt: string | null;
  readonly state: "running" | "complete" | "partial" | "interrupted" | "failed";
  readonly rowsWritten: number;
  readonly summary: Json;
}

/** The latest runs of an estate, newest first. */
export async function listRuns(
  handle: DatabaseHandle,
  estate: string,
  limit: number,
): Promise<readonly RunRecord[]> {
  return readRegistry(handle, [], (session) =>
    selectRuns(session, "WHERE estate = ? ORDER BY id DESC LIMIT ?", estate, limit),
  );
}

/** The latest runs of an estate before one, or before none, newest first, with the number of all runs. */
export function pageRuns(
  session: Session,
  estate: string,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): { readonly runs: readonly RunRecord[]; readonly total: number } {
  return {
    runs: selectRuns(
      session,
      "WHERE estate = ? AND id < CAST(? AS BIGINT) ORDER BY id DESC LIMIT ?",
      estate,
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    ),
    total: Number(session.get("SELECT count(*) FROM sync_runs WHERE estate = ?", estate)?.[0]),
  };
}

/** Plan id of the first run that the database has on record, of any estate; null when there is none. */
export async function readFirstPlan(handle: DatabaseHandle): Promise<string | null> {
  return readRegistry(
    handle,
    null,
    (session) => selectRuns(session, "ORDER BY id LIMIT 1")[0]?.planId ?? null,
  );
}

/** The latest run that carried out this plan to its end; null when none did. */
export async function findPlanRun(
  handle: DatabaseHandle,
  estate: string,
  planId: string,
): Promise<RunRecord | null> {
  const clause = "WHERE estate = ? AND plan_id = ? AND state = 'complete' ORDER BY id DESC LIMIT 1";
  return readRegistry(handle, null, (session) => selectRuns(session, clause, estate, planId)[0] ?? null);
}

/** One run with its changes in the order of its plan; undefined when there is no such run. */
export async function readRun(
  handle: DatabaseHandle,
  estate: string,
  run: number,
): Promise<ReturnType<typeof readRunIn>> {
  return readRegistry(handle, undefined, (session) => readRunIn(session, estate, run));
}

/** The same within a transaction. */
export function readRunIn(
  session: Session,
  estate: string,
  run: number,
): { readonly run: RunRecord; readonly changes: readonly RecordedChange[] } | undefined {
  if (!Number.isSafeInteger(run)) return undefined;
  const [record] = selectRuns(session, "WHERE estate = ? AND id = CAST(? AS BIGINT)", estate, run);
  if (record === undefined) return undefined;
  const rows = session.all(
    "SELECT address, action, before, after FROM sync_changes WHERE run = ? ORDER BY id",
    run,
  );
  const changes = rows.map(([address, action, before, after]) => ({
    address: String(address),
    action: String(action),
    ...splitPrevious(readStored<Json>(CHANGE_BEFORE, before, run, address as Cell)),
    after: readStored<Json>(CHANGE_AFTER, after, run, address as Cell),
  }));
  return { run: record, changes };
}

/** The runs that `clause` selects. */
export function selectRuns(
  session: Session,
  clause: string,
  ...values: readonly Cell[]
): readonly RunRecord[] {
  const rows = session.all(
    `SELECT id, estate, command, plan_id, who, host, git_commit, started_at, finished_at, state, rows_written, summary
      FROM sync_runs ${clause}`,
    ...values,
  );
  return rows.map((cells) => {
    const [
      id,
      estate,
      command,
      planId,
      who,
      host,
      gitCommit,
      startedAt,
      finishedAt,
      state,
      rowsWritten,
      summary,
    ] = cells;
    return {
      run: Number(id),
      estate: String(estate),
      command: String(command),
      planId: String(planId),
      who: String(who),
      host: String(host),
      gitCommit: gitCommit as string | null,
      startedAt: String(startedAt),
      finishedAt: finishedAt as string | null,
      state: state as RunRecord["state"],
      rowsWritten: Number(rowsWritten),
      summary: summary === null ? null : readStored<Json>(RUN_SUMMARY, summary, id as Cell),
    };
  });
}

/** Runs `work` where our own tables are there; `otherwise` in a database that is absent or was not migrated. */
export async function readRegistry<T>(
  handle: DatabaseHandle,
  otherwise: T,
  work: (session: Session) => T,
): Promise<T> {
  if (handle.isAbsent) return otherwise;
  return readTransaction(handle, async (session) => {
    const applied = readApplied(session);
    return applied.size === 0 ? otherwise : work(session);
  });
}
