import { randomUUID } from "node:crypto";
import type { ApplyOptions } from "../../apply/apply.js";
import type { RunHeader } from "../../apply/ports.js";
import type { DatabaseHandle } from "../../db/connection/connect.js";
import type { Lease } from "../../db/queue/lease.js";
import type { ApplyReport } from "../../model/apply-report.js";
import { formatTime } from "../../model/time.js";
import type { LoadedPlan } from "../plan/plan.js";
import { withDatabase } from "../project/database.js";
import { withLease } from "../project/lease.js";
import type { Project } from "../project/project.js";
import { startRun } from "../project/runner.js";
import { prepareQueue } from "../queue/prepare-queue.js";
import { createThumbnailPorts } from "./thumbnail-work.js";

/** How a plan is carried out. */
export interface CarryOutOptions
  extends Pick<ApplyOptions, "workers" | "retryFailed" | "thumbnails" | "skipBlocked"> {
  /** True with `thumbnails` false: leave them to workers, as jobs that are added with the rows. */
  readonly queue?: boolean;
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
  const { plan, servedFrom, state } = loaded;
  const isNew = state.generation === "empty";
  const command = plan.reverses === undefined ? "apply" : `reverse of run ${plan.reverses.run}`;
  const run = startRun(project, command, servedFrom);
  return withDatabase(project.settings, isNew ? "create" : "write", (handle) =>
    withLease(project, handle, run, "apply", async (lease) => {
      if (isNew) {
        const { migrate } = await import("../../db/schema/migrate.js");
        await migrate(handle, { clock: project.ports.now, newId: randomUUID });
      }
      return writePlan(project, loaded, options, { handle, lease, run });
    }),
  );
}

async function writePlan(
  project: Project,
  { plan, request, baseline }: LoadedPlan,
  wanted: CarryOutOptions,
  { handle, lease, run }: { readonly handle: DatabaseHandle; readonly lease: Lease; readonly run: RunHeader },
): Promise<ApplyReport> {
  const { settings, ports } = project;
  const [{ applyPlan }, { createRowTarget }] = await Promise.all([
    import("../../apply/apply.js"),
    import("../../db/write/row-target.js"),
  ]);
  const thumbnailPorts = await createThumbnailPorts(project, handle);
  const retryFailed = request.retryThumbnails || wanted.retryFailed;
  const queue = wanted.queue === true ? await prepareQueue(project, handle, retryFailed) : undefined;
  const targets = {
    ...thumbnailPorts,
    rows: createRowTarget(handle, {
      clock: ports.now,
      lease,
      keepRuns: settings.keepRuns,
      ...(queue === undefined ? {} : { onWritten: queue.add }),
    }),
    onProgress: ports.progress,
  };
  const options: ApplyOptions = {
    workers: wanted.workers,
    retryFailed,
    thumbnails: wanted.thumbnails,
    skipBlocked: wanted.skipBlocked,
    ...(baseline === undefined ? {} : { baseline }),
    run: {
      ...run,
      planId: plan.planId,
      // The wait for other runs is no part of this one.
      startedAt: formatTime(ports.now()),
      servedRoots: Object.fromEntries(
        settings.assetRoots.slice(1).map((root) => [root.name, root.servedFrom ?? root.dir]),
      ),
    },
  };
  const report = await applyPlan(plan, targets, options);
  if (queue === undefined || report.run === null) return report;
  return { ...report, thumbnails: { ...report.thumbnails, notAttempted: 0, queued: queue.added() } };
}
