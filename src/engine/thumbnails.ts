import { applyThumbnails, removeThumbnails, type ThumbnailOptions } from "../apply/thumbnails.js";
import { DatabaseProblem } from "../db/connection/problem.js";
import { createThumbnailQueue } from "../db/queue/thumbnail-queue.js";
import { readState } from "../db/schema/state.js";
import type { ApplyReport } from "../model/apply-report.js";
import type { Settings } from "../model/estate.js";
import { describeOutdated } from "../verify/outdated.js";
import type { VerifyFinding } from "../verify/verify-finding.js";
import { createThumbnailPorts } from "./apply/thumbnail-work.js";
import { checkMigrations, withDatabase } from "./project/database.js";
import type { Project } from "./project/project.js";

/** Makes the thumbnails that are missing or outdated. */
export function makeThumbnails(project: Project, options: ThumbnailOptions): Promise<ApplyReport> {
  return withDatabase(project.settings, "rows", async (handle) => {
    checkMigrations((await readState(handle)).pending, handle.url);
    const ports = await createThumbnailPorts(project, handle);
    return applyThumbnails({ ...ports, onProgress: project.ports.progress }, options);
  });
}

/**
 * Removes the thumbnails of ours whose row is gone, with their records, and tells of each that was there. Where nothing
 * can be written it only tells. A database without our newest tables is left alone.
 */
export async function removeOutdated(project: Project): Promise<readonly VerifyFinding[]> {
  const outdated = await listOutdated(project.settings);
  if (outdated.length === 0) return [];
  try {
    const ended = await endOutdated(project);
    return ended.flatMap(({ removal, outcome }) =>
      outcome === "removed" || outcome === "unsure" ? [describeOutdated(removal, outcome)] : [],
    );
  } catch (error) {
    const isDenied =
      error instanceof DatabaseProblem ||
      (error instanceof Error && "code" in error && /^E(ACCES|PERM|ROFS)$/.test(String(error.code)));
    if (!isDenied) throw error;
    return outdated.map((one) => describeOutdated(one, { stuck: error.message }));
  }
}

function listOutdated(settings: Settings) {
  return withDatabase(settings, "read", async (handle) => {
    const { pending } = await readState(handle);
    return pending.length > 0 ? [] : createThumbnailQueue(handle, settings.estate).listRemovals();
  });
}

function endOutdated(project: Project) {
  return withDatabase(project.settings, "rows", async (handle) =>
    removeThumbnails(await createThumbnailPorts(project, handle)),
  );
}
