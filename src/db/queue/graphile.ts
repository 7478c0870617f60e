import { EventEmitter } from "node:events";
import { Logger, makeWorkerUtils, run, type WorkerEvents } from "graphile-worker";
import { codeOf } from "../../files/system-error.js";
import { DatabaseProblem } from "../connection/problem.js";
import { redactUrl } from "../connection/url.js";
import { explainFailure } from "../dialects/postgres/failure.js";
import { DEAD_AFTER_SECONDS, type JobPayload } from "./jobs.js";

/** Works on one job. A job for which it throws is tried again later, unless `isLast`. */
type Perform = (payload: JobPayload, isLast: boolean) => Promise<void>;

/** Jobs that are being taken. `stop` waits for those under way; `ended` rejects when taking them ends in an error. */
interface RunningJobs {
  /** Under which jobs are locked. */
  readonly id: string;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** The queue of jobs in a database on a server, over connections of its own. Every time is that of the server. */
export interface JobQueue {
  /** Takes jobs of this task, so many at a time. */
  start(task: string, concurrency: number, perform: Perform): Promise<RunningJobs>;
  /** Says that a worker lives. */
  beat(worker: { readonly id: string; readonly who: string; readonly host: string }): Promise<void>;
  /** Says that a worker ended, and gives back whatever it still holds. */
  leave(id: string): Promise<void>;
  /** Gives back the jobs of workers that were not heard of for a minute; how many. */
  releaseDead(): Promise<number>;
  close(): Promise<void>;
}

/** What is told on the way is what fails, and that is seen where it fails. */
const SILENT = new Logger(() => () => {});

/** Its number only has to be the same for all who create the table. */
const CREATE = `SELECT pg_advisory_xact_lock(7315928046);
  CREATE TABLE IF NOT EXISTS sync_workers (id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    who TEXT COLLATE "C" NOT NULL, host TEXT COLLATE "C" NOT NULL,
    started_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    seen_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp())`;

const BEAT = `INSERT INTO sync_workers (id, who, host) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()`;

/** A worker that just began may hold a job before it was heard of, so a job must be as old. */
const RELEASE = `WITH dead AS (
    SELECT DISTINCT j.locked_by AS id FROM graphile_worker.jobs j
      WHERE starts_with(j.task_identifier, 'album-sync/')
        AND j.locked_at < clock_timestamp() - interval '${DEAD_AFTER_SECONDS} s'
        AND NOT EXISTS (SELECT 1 FROM sync_workers w WHERE w.id = j.locked_by COLLATE "C"
          AND w.seen_at > clock_timestamp() - interval '${DEAD_AFTER_SECONDS} s')),
  forgotten AS (
    DELETE FROM sync_workers WHERE seen_at < clock_timestamp() - interval '1 hour')
  SELECT (SELECT count(*) FROM graphile_worker.jobs j JOIN dead ON dead.id = j.locked_by)::int AS jobs,
    graphile_worker.force_unlock_workers((SELECT array_agg(id) FROM dead))`;

/**
 * Connects to the queue of a database, and makes its tables where there are none. Throws DatabaseProblem when it can't be
 * reached, or when this user may not make them.
 */
export async function connectJobs(url: string): Promise<JobQueue> {
  const ask = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      throw explain(error, url);
    });
  const utils = await ask(() => makeWorkerUtils({ connectionString: url, logger: SILENT, maxPoolSize: 2 }));
  const query = (text: string, ...values: readonly string[]) =>
    ask(() => utils.withPgClient((client) => client.query(text, [...values])));
  try {
    // Without values it may be several statements, which are one transaction.
    await ask(() => utils.withPgClient((client) => client.query(CREATE)));
  } catch (error) {
    await utils.release();
    throw error;
  }
  return {
    start: (task, concurrency, perform) => ask(() => startJobs(url, task, concurrency, perform)),
    beat: async ({ id, who, host }) => void (await query(BEAT, id, who, host)),
    leave: async (id) => {
      await query("SELECT graphile_worker.force_unlock_workers(ARRAY[$1::text])", id);
      await query("DELETE FROM sync_workers WHERE id = $1", id);
    },
    releaseDead: async () => Number((await query(RELEASE)).rows[0]?.jobs ?? 0),
    close: async () => void (await utils.release()),
  };
}

async function startJobs(
  url: string,
  task: string,
  concurrency: number,
  perform: Perform,
): Promise<RunningJobs> {
  const events: WorkerEvents = new EventEmitter();
  let id = "";
  events.on("pool:create", ({ workerPool }) => {
    id = workerPool.id;
  });
  const runner = await run({
    connectionString: url,
    logger: SILENT,
    events,
    concurrency,
    // One connection listens.
    maxPoolSize: concurrency + 2,
    noHandleSignals: true,
    // New jobs are announced; this finds those that are to be tried again.
    pollInterval: 1000,
    parsedCronItems: [],
    taskList: {
      [task]: (payload, { job }) => perform(payload as JobPayload, job.attempts >= job.max_attempts),
    },
  });
  return { id, ended: runner.promise, stop: () => runner.stop() };
}

const MISSING_RIGHT = "42501";

function explain(error: unknown, url: string): Error {
  const { message, detail } = error as { readonly message?: string; readonly detail?: string };
  const failure = { message: message ?? String(error), code: codeOf(error), detail: detail ?? "" };
  if (failure.code !== MISSING_RIGHT) return explainFailure(failure, url);
  return new DatabaseProblem(
    "queue-rights",
    `this user may not make or use the queue of jobs in ${redactUrl(url)}: ${redactUrl(failure.message)}`,
    "Let the user that owns the tables run sync thumbnails --queue once, and run workers as that user; it needs CREATE on the database.",
    { cause: error },
  );
}
