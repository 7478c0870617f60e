import { randomUUID } from "node:crypto";
import type { ThumbnailOptions } from "../../apply/thumbnails.js";
import type { DatabaseHandle } from "../../db/connection/connect.js";
import type { Lease } from "../../db/queue/lease.js";
import type { ApplyReport } from "../../model/apply-report.js";
import { formatTime } from "../../model/time.js";
import type { LoadedPlan } from "../plan/plan.js";
import { withDatabase } from "../project/database.js";
import { withLease } from "../project/lease.js";
import type { Project } from "../project/project.js";
import { identifyRunner, type Runner } from "../project/runner.js";
import { createThumbnailPorts } from "./thumbnail-work.js";

/** How a plan is carried out. */
export interface CarryOutOptions extends ThumbnailOptions {
  /** Make thumbnails too, not rows only. */
  readonly thumbnails: boolean;
  /** Carry out the rest of a plan that has blocked changes. */
  readonly skipBlocked: boolean;
}

/**
 * Applies a plan that nothing stands against, while no other run writes. An empty or absent database gets its tables
 * first.
 */
export async function carryOut(
  project: Project,
  loaded: LoadedPlan,
  options: CarryOutOptions,
): Promise<ApplyReport> {
  const { settings } = project;
  const { state } = loaded;
  const isNew = state.generation === "empty";
  const runner = identifyRunner(settings.projectDir);
  return withDatabase(settings, isNew ? "create" : "write", (handle) =>
    withLease(project, handle, runner, "apply", async (lease) => {
      if (isNew) {
        const { migrate } = await import("../../db/schema/migrate.js");
        await migrate(handle, { clock: project.ports.now, newId: randomUUID });
      }
      return writePlan(project, loaded, options, { handle, lease, runner });
    }),
  );
}

async function writePlan(
  project: Project,
  { servedFrom, plan, request, baseline }: LoadedPlan,
  wanted: CarryOutOptions,
  {
    handle,
    lease,
    runner,
  }: { readonly handle: DatabaseHandle; readonly lease: Lease; readonly runner: Runner },
): Promise<ApplyReport> {
  const { settings, ports } = project;
  const [{ applyPlan }, { createRowTarget }] = await Promise.all([
    import("../../apply/apply.js"),
    import("../../db/write/row-target.js"),
  ]);
  const targets = {
    ...(await createThumbnailPorts(project, handle)),
    rows: createRowTarget(handle, { clock: ports.now, lease, keepRuns: settings.keepRuns }),
    onProgress: ports.progress,
  };
  const options = {
    workers: wanted.workers,
    retryFailed: request.retryThumbnails || wanted.retryFailed,
    thumbnails: wanted.thumbnails,
    skipBlocked: wanted.skipBlocked,
    ...(baseline && { baseline }),
    run: {
      ...runner,
      estate: settings.estate,
      command: plan.reverses === undefined ? "apply" : `reverse of run ${plan.reverses.run}`,
      planId: plan.planId,
      startedAt: formatTime(ports.now()),
      servedFrom,
      servedRoots: Object.fromEntries(
        settings.assetRoots.slice(1).map((root) => [root.name, root.servedFrom ?? root.dir]),
      ),
    },
  };
  return applyPlan(plan, targets, options);
}
