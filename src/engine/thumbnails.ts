import { applyThumbnails, type ThumbnailOptions } from "../apply/thumbnails.js";
import { readState } from "../db/schema/state.js";
import type { ApplyReport } from "../model/apply-report.js";
import { checkMigrations } from "./apply-guards.js";
import { withDatabase } from "./database.js";
import type { Project } from "./project.js";
import { createThumbnailPorts } from "./thumbnail-work.js";

/** Makes the thumbnails that are missing or outdated. */
export function makeThumbnails(project: Project, options: ThumbnailOptions): Promise<ApplyReport> {
  return withDatabase(project.settings, "rows", async (handle) => {
    checkMigrations((await readState(handle)).pending);
    const ports = await createThumbnailPorts(project, handle);
    return applyThumbnails({ ...ports, onProgress: project.ports.progress }, options);
  });
}
