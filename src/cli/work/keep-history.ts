import type { PrunedHistory } from "../../db/history/prune-history.js";
import type { Context } from "../args/command.js";
import { identifyRunner } from "../terminal/run-header.js";
import { checkMigrations } from "./apply-guards.js";
import { withDatabase } from "./database.js";
import { withLease } from "./lease.js";
import { readSettings } from "./project.js";

/** Drops the changes of all runs but the newest `keep`, while no other run writes. */
export async function keepHistory(keep: number, context: Context): Promise<PrunedHistory> {
  const [{ pruneHistory }, { readState }] = await Promise.all([
    import("../../db/history/prune-history.js"),
    import("../../db/schema/state.js"),
  ]);
  const settings = await readSettings(context);
  return withDatabase(settings, "write", async (handle) => {
    checkMigrations((await readState(handle)).pending);
    return withLease(handle, identifyRunner(settings.projectDir), "history", context, (lease) =>
      pruneHistory(handle, settings.estate, keep, lease),
    );
  });
}
