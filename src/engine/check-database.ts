import { randomUUID } from "node:crypto";
import { type CheckFinding, checkDatabase } from "../db/check/check.js";
import { type RebuildReport, rebuildBaseline as rebuild } from "../db/check/rebuild.js";
import { withAnyDatabase, withDatabase } from "./project/database.js";
import { withLease } from "./project/lease.js";
import type { Project } from "./project/project.js";
import { startRun } from "./project/runner.js";

/** What is damaged in the database, with table and row. */
export function findDamage({ settings }: Project): Promise<readonly CheckFinding[]> {
  return withAnyDatabase(settings, "read", checkDatabase);
}

/** Rebuilds whatever of the database can be derived, and empties damaged records. */
export async function rebuildBaseline(project: Project): Promise<RebuildReport> {
  const run = startRun(project, "db check --rebuild-baseline", "");
  return withDatabase(project.settings, "write", (handle) =>
    withLease(project, handle, run, "db check", (lease) =>
      rebuild(handle, { run, clock: project.ports.now, newId: randomUUID, lease }),
    ),
  );
}
