import { forgetThumbnails, listThumbnailRows } from "../db/read/thumbnail-files.js";
import { DEFAULT_LIMITS } from "../images/header.js";
import { createInspector } from "../images/inspect.js";
import type { VerifyReport } from "../verify/report.js";
import { type VerifyRequest, verifyEstate } from "../verify/verify.js";
import { refuseMissingRoot } from "./project/assets.js";
import { withDatabase } from "./project/database.js";
import { type Project, readEstate } from "./project/project.js";
import { removeOutdated } from "./thumbnails.js";

/** How a project is verified. */
interface VerifyOptions extends Pick<VerifyRequest, "nearDuplicates" | "workers" | "resume"> {
  /** Stops after this many milliseconds. */
  readonly timeLimitMs: number | undefined;
}

/**
 * Reads every picture and thumbnail again and tells what is damaged. Ends early, with what is known by then, on a signal
 * and when its time is up. Throws a failure when there is no asset root.
 */
export async function verifyProject(
  project: Project,
  { timeLimitMs, ...options }: VerifyOptions,
): Promise<VerifyReport> {
  const { settings, ports } = project;
  const isOver = planStop(project, timeLimitMs);
  const { resources } = await readEstate(project);
  const thumbnails = await withDatabase(settings, "read", (handle) =>
    listThumbnailRows(handle, settings.estate),
  );
  const report = await verifyEstate({
    ...options,
    settings,
    resources,
    thumbnails,
    removeOutdated: () => removeOutdated(project),
    isOver,
    inspect: createInspector({ ...DEFAULT_LIMITS, pixelsInFlight: settings.pixelsInFlight }),
    onProgress: ports.progress,
  });
  if (report === undefined) throw refuseMissingRoot(settings);
  return report;
}

/** Lets thumbnails that are missing or damaged wait, so that they are made again; gives how many. */
export async function requeueThumbnails(
  { settings }: Project,
  { badThumbnails }: Pick<VerifyReport, "badThumbnails">,
): Promise<number> {
  if (badThumbnails.length > 0)
    await withDatabase(settings, "write", (handle) =>
      forgetThumbnails(handle, settings.estate, badThumbnails),
    );
  return badThumbnails.length;
}

/** Says when to stop: on a signal, and when the time is up. */
function planStop({ ports }: Project, timeLimitMs: number | undefined): () => boolean {
  const deadline = timeLimitMs === undefined ? undefined : ports.now().getTime() + timeLimitMs;
  const signal = ports.takeSignal();
  return () => signal.aborted || (deadline !== undefined && ports.now().getTime() >= deadline);
}
