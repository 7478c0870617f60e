import { availableParallelism } from "node:os";
import { chooseWorkers } from "../../apply/thumbnails.js";
import type { ApplyReport } from "../../model/apply-report.js";
import { DEFAULT_REQUEST, loadPlan } from "../plan/plan.js";
import type { Project } from "../project/project.js";
import { applyLoaded, checkExpected } from "./apply.js";

/**
 * Applies the plan of a project if it is the one that was reviewed, as `sync apply --expect` does. Throws a stale failure when
 * it is another one by now, and a failure as applyLoaded does.
 */
export async function applyExpected(project: Project, planId: string): Promise<ApplyReport> {
  const loaded = await loadPlan(project, DEFAULT_REQUEST, { whole: false, requireDatabase: false });
  checkExpected(loaded.plan, planId);
  const { report } = await applyLoaded(project, loaded, {
    skipBlocked: false,
    thumbnails: true,
    retryFailed: false,
    assets: "hash",
    workers: chooseWorkers(availableParallelism()),
    consent: async () => {},
  });
  return report;
}
