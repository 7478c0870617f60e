import type { RunRecord } from "../db/history/history.js";
import type { PrunedHistory } from "../db/history/prune-history.js";
import type { RecordedChange } from "../model/history.js";
import { isJsonObject } from "../model/json.js";
import { checkMigrations, withDatabase } from "./project/database.js";
import { usageFailure } from "./project/failure.js";
import { withLease } from "./project/lease.js";
import type { Project } from "./project/project.js";
import { identifyRunner } from "./project/runner.js";

/** A run and what it changed. */
export interface FoundRun {
  readonly run: RunRecord;
  readonly changes: readonly RecordedChange[];
}

/** The newest runs of the estate, at most `limit`. */
export async function listHistory({ settings }: Project, limit: number): Promise<readonly RunRecord[]> {
  const { listRuns } = await import("../db/history/history.js");
  return withDatabase(settings, "read", (handle) => listRuns(handle, settings.estate, limit));
}

/** One run of the estate. Throws a usage failure for a number that no run has. */
export async function findRun({ settings }: Project, run: number): Promise<FoundRun> {
  const { readRun } = await import("../db/history/history.js");
  const found = await withDatabase(settings, "read", (handle) => readRun(handle, settings.estate, run));
  if (found === undefined) throw noRun(run);
  return found;
}

/** The usage failure of a number that no run has. */
export function noRun(run: number): Error {
  return usageFailure(`there is no run ${run}`, "sync history lists the runs.");
}

/** Drops the changes of all runs but the newest `keep`, while no other run writes. */
export async function keepHistory(project: Project, keep: number): Promise<PrunedHistory> {
  const [{ pruneHistory }, { readState }] = await Promise.all([
    import("../db/history/prune-history.js"),
    import("../db/schema/state.js"),
  ]);
  const { settings } = project;
  return withDatabase(settings, "write", async (handle) => {
    checkMigrations((await readState(handle)).pending, handle.url);
    return withLease(project, handle, identifyRunner(settings.projectDir), "history", (lease) =>
      pruneHistory(handle, settings.estate, keep, lease),
    );
  });
}

const COUNTS = ["create", "update", "move", "adopt", "release", "delete", "forget"];

/** True when a run changed something and history no longer says what. */
export function isPruned({ summary, rowsWritten }: RunRecord, changes: readonly RecordedChange[]): boolean {
  if (changes.length > 0) return false;
  if (!isJsonObject(summary)) return rowsWritten > 0;
  return COUNTS.some((key) => Number(summary[key] ?? 0) > 0);
}
