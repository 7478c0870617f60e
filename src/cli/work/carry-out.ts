import { randomUUID } from "node:crypto";
import type { DatabaseHandle } from "../../db/connection/connect.js";
import type { Lease } from "../../db/queue/lease.js";
import type { ApplyReport } from "../../model/apply-report.js";
import { formatTime } from "../../model/time.js";
import type { Context } from "../args/command.js";
import { trackPhases } from "../terminal/progress.js";
import { identifyRunner, type Runner } from "../terminal/run-header.js";
import { withDatabase } from "./database.js";
import { withLease } from "./lease.js";
import type { LoadedPlan } from "./prepare-plan.js";
import { createThumbnailPorts, readThumbnailOptions } from "./thumbnail-work.js";

/**
 * Applies a plan that nothing stands against, while no other run writes. An empty or absent database gets its tables
 * first.
 */
export async function carryOut(loaded: LoadedPlan, context: Context): Promise<ApplyReport> {
  const { settings, state } = loaded;
  const isNew = state.generation === "empty";
  const runner = identifyRunner(settings.projectDir);
  return withDatabase(settings, isNew ? "create" : "write", (handle) =>
    withLease(handle, runner, "apply", context, async (lease) => {
      if (isNew) {
        const { migrate } = await import("../../db/schema/migrate.js");
        await migrate(handle, { clock: context.now, newId: randomUUID });
      }
      return writePlan(loaded, context, { handle, lease, runner });
    }),
  );
}

async function writePlan(
  { settings, servedFrom, plan, asked, memory }: LoadedPlan,
  context: Context,
  {
    handle,
    lease,
    runner,
  }: { readonly handle: DatabaseHandle; readonly lease: Lease; readonly runner: Runner },
): Promise<ApplyReport> {
  const { flags, now, output } = context;
  const [{ applyPlan }, { createRowTarget }] = await Promise.all([
    import("../../apply/apply.js"),
    import("../../db/write/row-target.js"),
  ]);
  const progress = trackPhases(output, () => now().getTime());
  const ports = {
    ...(await createThumbnailPorts(settings, handle, context)),
    rows: createRowTarget(handle, { clock: now, lease, keepRuns: settings.keepRuns }),
    onProgress: progress.update,
  };
  const options = {
    ...(await readThumbnailOptions(context, asked.retryThumbnails)),
    thumbnails: !flags.isOn("no-thumbnails"),
    skipBlocked: flags.isOn("skip-blocked"),
    ...(memory && { memory }),
    run: {
      ...runner,
      estate: settings.estate,
      command: plan.reverses === undefined ? "apply" : `reverse of run ${plan.reverses.run}`,
      planId: plan.planId,
      startedAt: formatTime(now()),
      servedFrom,
      servedRoots: Object.fromEntries(
        settings.assetRoots.slice(1).map((root) => [root.name, root.servedFrom ?? root.dir]),
      ),
    },
  };
  return applyPlan(plan, ports, options).finally(progress.end);
}
