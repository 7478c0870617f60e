import type { PrunedHistory } from "../db/prune-history.js";
import { checkMigrations } from "./apply-guards.js";
import type { Context } from "./command.js";
import { withDatabase } from "./database.js";
import { withLease } from "./lease.js";
import { readSettings } from "./project.js";
import { identifyRunner } from "./run-header.js";

/** Drops the changes of all runs but the newest `keep`, while no other run writes. */
export async function keepHistory(keep: number, context: Context): Promise<PrunedHistory> {
  const [{ pruneHistory }, { readState }] = await Promise.all([
    import("../db/prune-history.js"),
    import("../db/state.js"),
  ]);
  const settings = await readSettings(context);
  return withDatabase(settings, "write", async (handle) => {
    checkMigrations((await readState(handle)).pending);
    return withLease(handle, identifyRunner(settings.projectDir), "history", context, (lease) =>
      pruneHistory(handle, settings.estate, keep, lease),
    );
  });
}
