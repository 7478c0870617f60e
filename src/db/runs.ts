import type { HistoryEntry, RunHeader, RunOutcome } from "../apply/ports.js";
import { canonicalJson } from "../model/json.js";
import type { Session } from "./session.js";

/** Opens the record of a run; its number. */
export function beginRun(session: Session, run: RunHeader): number {
  const id = session.nextId("sync_runs");
  session.run(
    `INSERT INTO sync_runs
      (id, estate, command, plan_id, who, host, git_commit, served_from, started_at, state, rows_written)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', 0)`,
    id,
    run.estate,
    run.command,
    run.planId,
    run.who,
    run.host,
    run.gitCommit,
    run.servedFrom,
    run.startedAt,
  );
  return id;
}

/** Keeps what a run did, one row a change, and how many rows that took. */
export function recordChanges(
  session: Session,
  run: number,
  entries: Iterable<HistoryEntry>,
  rowsWritten: number,
): void {
  for (const { address, action, before, after } of entries)
    session.run(
      "INSERT INTO sync_changes (run, address, action, before, after) VALUES (?, ?, ?, ?, ?)",
      run,
      address,
      action,
      canonicalJson(before),
      canonicalJson(after),
    );
  session.run("UPDATE sync_runs SET rows_written = ? WHERE id = ?", rowsWritten, run);
}

/** Closes the record of a run with its outcome. */
export function closeRun(session: Session, run: number, outcome: RunOutcome): void {
  session.run(
    "UPDATE sync_runs SET state = ?, finished_at = ?, summary = ? WHERE id = ?",
    outcome.state,
    outcome.finishedAt,
    canonicalJson(outcome.summary),
    run,
  );
}
