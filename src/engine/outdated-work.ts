import type { Settings } from "../model/estate.js";
import type { Finding } from "../verify/finding.js";
import { withDatabase } from "./database.js";
import type { Project } from "./project.js";

/**
 * Removes the thumbnails of ours whose row is gone, with their records, and tells of each that was there. Where nothing
 * can be written it only tells. A database without our newest tables is left alone.
 */
export async function removeOutdated(project: Project): Promise<readonly Finding[]> {
  const outdated = await listOutdated(project.settings);
  if (outdated.length === 0) return [];
  const [{ describeOutdated }, { DatabaseProblem }] = await Promise.all([
    import("../verify/outdated.js"),
    import("../db/connection/problem.js"),
  ]);
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

async function listOutdated(settings: Settings) {
  const [{ createThumbnailQueue }, { readState }] = await Promise.all([
    import("../db/queue/thumbnail-queue.js"),
    import("../db/schema/state.js"),
  ]);
  return withDatabase(settings, "read", async (handle) => {
    const { pending } = await readState(handle);
    return pending.length > 0 ? [] : createThumbnailQueue(handle, settings.estate).listRemovals();
  });
}

async function endOutdated(project: Project) {
  const [{ createThumbnailPorts }, { removeThumbnails }] = await Promise.all([
    import("./thumbnail-work.js"),
    import("../apply/thumbnails.js"),
  ]);
  return withDatabase(project.settings, "rows", async (handle) =>
    removeThumbnails(await createThumbnailPorts(project, handle)),
  );
}
