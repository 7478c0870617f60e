import { readState } from "../db/schema/state.js";
import { forgetObject as forgetRecord } from "../db/write/forget.js";
import type { Address } from "../model/address.js";
import { checkMigrations, withDatabase } from "./project/database.js";
import { failWith } from "./project/failure.js";
import { withLease } from "./project/lease.js";
import type { Project } from "./project/project.js";
import { startRun } from "./project/runner.js";

/** Drops what is recorded of an object; its row stays. Throws a failure when nothing is recorded of it. */
export async function forgetObject(project: Project, address: Address): Promise<void> {
  const { settings, ports } = project;
  const isDone = await withDatabase(settings, "write", async (handle) => {
    const { pending, servedFrom } = await readState(handle);
    checkMigrations(pending, handle.url);
    const run = startRun(project, "forget", servedFrom ?? "");
    return withLease(project, handle, run, "forget", (lease) =>
      forgetRecord(handle, address, { run, clock: ports.now, lease }),
    );
  });
  if (!isDone)
    throw failWith(
      "failure",
      "object-unknown",
      `nothing is remembered of ${address}`,
      "sync status and sync plan show what this estate owns.",
    );
}
