import { readState } from "../db/schema/state.js";
import { forgetObject as forgetRecord } from "../db/write/forget.js";
import type { Address } from "../model/address.js";
import { checkMigrations } from "./apply-guards.js";
import { withDatabase } from "./database.js";
import { failWith } from "./failure.js";
import { withLease } from "./lease.js";
import type { Project } from "./project.js";
import { startRun } from "./runner.js";

/** Drops what is recorded of an object; its row stays. Throws a failure when nothing is recorded of it. */
export async function forgetObject(project: Project, address: Address): Promise<void> {
  const { settings, ports } = project;
  const isDone = await withDatabase(settings, "write", async (handle) => {
    const { pending, servedFrom } = await readState(handle);
    checkMigrations(pending);
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
