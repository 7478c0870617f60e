import { randomUUID } from "node:crypto";
import type { ApplyReport } from "../model/apply-report.js";
import { formatTime } from "../model/time.js";
import type { Context } from "./command.js";
import { withDatabase } from "./database.js";
import type { LoadedPlan } from "./prepare-plan.js";
import { trackPhases } from "./progress.js";
import { identifyRunner } from "./run-header.js";
import { createThumbnailPorts, readThumbnailOptions } from "./thumbnail-work.js";

/** Applies a plan that nothing stands against. An empty or absent database gets its tables first. */
export async function carryOut(
  { settings, state, servedFrom, plan, asked }: LoadedPlan,
  context: Context,
): Promise<ApplyReport> {
  const { flags, now, output } = context;
  const [{ applyPlan }, { createRowTarget }] = await Promise.all([
    import("../apply/apply.js"),
    import("../db/row-target.js"),
  ]);
  const isNew = state.generation === "empty";
  const progress = trackPhases(output, () => now().getTime());
  return withDatabase(settings, isNew ? "create" : "write", async (handle) => {
    if (isNew) {
      const { migrate } = await import("../db/migrate.js");
      await migrate(handle, { clock: now, newId: randomUUID });
    }
    const ports = {
      ...(await createThumbnailPorts(settings, handle, context)),
      rows: createRowTarget(handle, { clock: now }),
      onProgress: progress.update,
    };
    const run = {
      ...identifyRunner(settings.projectDir),
      estate: settings.estate,
      command: "apply",
      planId: plan.planId,
      startedAt: formatTime(now()),
      servedFrom,
    };
    try {
      return await applyPlan(plan, ports, {
        ...(await readThumbnailOptions(context, asked.retryThumbnails)),
        thumbnails: !flags.isOn("no-thumbnails"),
        skipBlocked: flags.isOn("skip-blocked"),
        run,
      });
    } finally {
      progress.end();
    }
  });
}
