import { OutcomeBatch } from "../apply/outcome-batch.js";
import { PictureProblem, type ThumbnailJob, type ThumbnailResult } from "../apply/ports.js";
import type { ThumbnailPorts } from "../apply/thumbnail-ports.js";
import { removeThumbnails } from "../apply/thumbnails.js";
import type { DatabaseHandle } from "../db/connection/connect.js";
import { DatabaseProblem } from "../db/connection/problem.js";
import { connectJobs, type JobQueue } from "../db/queue/graphile.js";
import { findJob, type JobPayload, nameTask, recordOutcomes } from "../db/queue/jobs.js";
import { readState } from "../db/schema/state.js";
import { codeOf } from "../files/system-error.js";
import { hasAssetRoot } from "../manifest/check/assets.js";
import { createThumbnailPorts } from "./apply/thumbnail-work.js";
import { refuseMissingRoot } from "./project/assets.js";
import { checkMigrations, withDatabase } from "./project/database.js";
import type { Project } from "./project/project.js";
import { requireServer } from "./project/server.js";

/** How a job ended: `dropped` when the image has its thumbnail already, or is another by now. */
type JobEnd =
  | { readonly outcome: "made" | "failed"; readonly job: ThumbnailJob; readonly error: string | null }
  | { readonly outcome: "dropped" };

/** Thumbnail jobs in the queue of a shared database. */
export interface ThumbnailJobs {
  readonly queue: JobQueue;
  /** Name of the jobs of this estate and recipe. */
  readonly task: string;
  /**
   * Creates the thumbnail of a job and records it. A faulty picture is recorded as failed. Throws what may go better at
   * another time or on another machine, unless it is the last attempt.
   */
  perform(payload: JobPayload, isLast: boolean): Promise<JobEnd>;
  /** Removes thumbnails of deleted images, and notes which manifests have all of theirs. */
  tidy(): Promise<void>;
}

/** An apply that writes all rows of an estate may keep a worker waiting for minutes. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** Faults of a file that another machine, or a later time, may not see. */
const PASSING = new Set(["missing", "unreadable"]);

/** Opens the queue of a project for a worker. Throws a failure when it can't create thumbnails here. */
export async function withThumbnailJobs<T>(
  project: Project,
  work: (jobs: ThumbnailJobs) => Promise<T>,
): Promise<T> {
  const { settings, ports } = project;
  requireServer(settings, "sync worker");
  if (!hasAssetRoot(settings)) throw refuseMissingRoot(settings);
  return withDatabase(settings, "rows", async (handle) => {
    checkMigrations((await readState(handle)).pending, handle.url);
    handle.writerWait = {
      ...handle.writerWait,
      timeoutMs: LONGEST_WAIT_MS,
      onWait: () => ports.detail("Waiting for another program that is writing to the database …"),
    };
    const thumbnails = await createThumbnailPorts(project, handle);
    const queue = await connectJobs(settings.database);
    try {
      return await work({ queue, ...openJobs(settings.estate, handle, thumbnails) });
    } finally {
      await queue.close();
    }
  });
}

/** True when the connection to the database is gone: no other job would go better. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof DatabaseProblem && error.code === "database-unreachable";
}

type Ports = Omit<ThumbnailPorts, "onProgress">;

function openJobs(estate: string, handle: DatabaseHandle, ports: Ports): Omit<ThumbnailJobs, "queue"> {
  const { maker, queue } = ports;
  const wanted = { estate, recipe: maker.recipe };
  const outcomes = new OutcomeBatch(async (results) => {
    await maker.flush();
    await recordOutcomes(handle, wanted, results);
  });
  return {
    task: nameTask(estate, maker.recipe),
    perform: async (payload, isLast) => {
      const job = await findJob(handle, wanted, payload);
      if (job === undefined) return { outcome: "dropped" };
      const result = await attempt(ports, job, isLast);
      await outcomes.add(result);
      return { outcome: result.error === null ? "made" : "failed", job, error: result.error };
    },
    tidy: async () => {
      await removeThumbnails(ports);
      if ((await queue.count(maker.recipe, null)) === 0) await queue.settle(maker.recipe);
    },
  };
}

async function attempt(
  { maker, resolveAsset }: Ports,
  job: ThumbnailJob,
  isLast: boolean,
): Promise<ThumbnailResult> {
  try {
    return { job, error: null, fileSha256: await maker.make(job, resolveAsset(job.address)) };
  } catch (error) {
    const isFault = error instanceof PictureProblem && !PASSING.has(codeOf(error));
    if (!isFault && !isLast) throw error;
    return { job, error: error instanceof Error ? error.message : String(error) };
  }
}
