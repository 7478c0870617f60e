import { breakLock, type LockRecord, readLock } from "../db/queue/lease.js";
import { withDatabase } from "./project/database.js";
import { failWith } from "./project/failure.js";
import type { Project } from "./project/project.js";

/** Takes the lock with an id away from the run that holds it. Throws a failure when no lock has that id. */
export async function unlockDatabase({ settings, ports }: Project, id: string): Promise<LockRecord> {
  const held = await withDatabase(settings, "read", (handle) => readLock(handle, ports.now()));
  if (held?.id === id && (await withDatabase(settings, "write", (handle) => breakLock(handle, id))))
    return held;
  throw failWith(
    "failure",
    "lock-unknown",
    `no lock has the id ${id}`,
    "sync status shows the lock, if there is one.",
  );
}
