import type { DatabaseHandle } from "../../db/connection/connect.js";
import { readTransaction } from "../../db/connection/connect.js";
import type { Session } from "../../db/connection/session.js";
import { nameRecipe } from "../../images/recipe.js";
import { formatTime } from "../../model/time.js";
import type { Project } from "../project/project.js";

/** Adds jobs to the queue of a database within a transaction that writes. */
interface QueueWriter {
  /** Adds a job for each image that waits for a thumbnail and has none. */
  readonly add: (session: Session) => void;
  /** How many were added. */
  readonly added: () => number;
}

/** Makes the tables of the queue where there are none. Throws DatabaseProblem when this user may not. */
export async function prepareQueue(
  { settings, ports }: Pick<Project, "settings" | "ports">,
  handle: DatabaseHandle,
  retryFailed: boolean,
): Promise<QueueWriter> {
  const { addJobs, hasJobs } = await import("../../db/queue/jobs.js");
  if (!(await readTransaction(handle, async (session) => hasJobs(session)))) {
    const { connectJobs } = await import("../../db/queue/graphile.js");
    await (await connectJobs(settings.database)).close();
  }
  let added = 0;
  return {
    added: () => added,
    add: (session) => {
      const now = formatTime(session.dialect.now(session, ports.now));
      const recipe = nameRecipe(settings.thumbnailEffort);
      added = addJobs(session, { estate: settings.estate, recipe, retryBefore: retryFailed ? now : null });
    },
  };
}
