import { readTransaction, writeTransaction } from "../../db/connection/connect.js";
import { countJobs, type JobCounts } from "../../db/queue/jobs.js";
import { readState } from "../../db/schema/state.js";
import { nameRecipe } from "../../images/recipe.js";
import { checkMigrations, withDatabase } from "../project/database.js";
import type { Project } from "../project/project.js";
import { requireServer } from "../project/server.js";
import { prepareQueue } from "./prepare-queue.js";

/** What was added to a queue, and what is in it now. */
export interface QueuedThumbnails {
  readonly queued: number;
  readonly queue: JobCounts | null;
}

/** Adds a job for each image without its thumbnail to the queue, which is made where it is lost. */
export async function queueThumbnails(
  project: Project,
  { retryFailed }: { readonly retryFailed: boolean },
): Promise<QueuedThumbnails> {
  const { settings } = project;
  requireServer(settings, "--queue");
  return withDatabase(settings, "rows", async (handle) => {
    checkMigrations((await readState(handle)).pending, handle.url);
    const writer = await prepareQueue(project, handle, retryFailed);
    await writeTransaction(handle, async (session) => writer.add(session));
    const queue = await readTransaction(handle, async (session) =>
      countJobs(session, settings.estate, nameRecipe(settings.thumbnailEffort)),
    );
    return { queued: writer.added(), queue };
  });
}
