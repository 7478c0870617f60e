import type { RunHeader, RunOutcome } from "../../apply/ports.js";
import type { Address } from "../../model/address.js";
import { canonicalJson } from "../../model/json.js";
import type { Session } from "../connection/session.js";

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

/** Takes changes of a run out again, since they held already. */
export function dropChanges(session: Session, run: number, addresses: ReadonlySet<Address>): void {
  for (const address of addresses)
    session.run("DELETE FROM sync_changes WHERE run = ? AND address = ?", run, address);
}

/** Keeps how many rows a run wrote. */
export function countRows(session: Session, run: number, rowsWritten: number): void {
  session.run("UPDATE sync_runs SET rows_written = ? WHERE id = ?", rowsWritten, run);
}

/** Closes the record of a run with its outcome; the estate that it belongs to. */
export function closeRun(session: Session, run: number, outcome: RunOutcome): string {
  session.run(
    "UPDATE sync_runs SET state = ?, finished_at = ?, summary = ? WHERE id = ?",
    outcome.state,
    outcome.finishedAt,
    canonicalJson(outcome.summary),
    run,
  );
  return String(session.get("SELECT estate FROM sync_runs WHERE id = ?", run)?.[0]);
}
