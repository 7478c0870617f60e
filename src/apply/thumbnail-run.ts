import type { ThumbnailFailure } from "../model/apply-report.js";
import { millisecondsBetween } from "./clock.js";
import { JobFeed } from "./job-feed.js";
import { PictureProblem, type ThumbnailJob, type ThumbnailResult } from "./ports.js";
import type { ThumbnailPorts } from "./thumbnail-ports.js";

/** Jobs that are claimed, and outcomes that are recorded, at once for each worker. */
const BATCH_PER_WORKER = 8;
/** Outcomes are recorded at least this often, well before the claims on their jobs end. */
const RECORD_SECONDS = 5;

/** Works off the jobs that wait in a queue, several at a time. */
export class ThumbnailRun {
  readonly #ports: ThumbnailPorts;
  readonly #workers: number;
  readonly #total: number;
  readonly #feed: JobFeed;
  readonly #failed: ThumbnailFailure[] = [];
  #unrecorded: ThumbnailResult[] = [];
  #unfinished: ThumbnailJob[] = [];
  #done = 0;
  #recordedAt: string;

  constructor(ports: ThumbnailPorts, workers: number, retryBefore: string | null, total: number) {
    this.#ports = ports;
    this.#workers = workers;
    this.#total = total;
    this.#recordedAt = ports.clock();
    this.#feed = new JobFeed(
      ports.queue,
      {
        recipe: ports.maker.recipe,
        retryBefore,
        batch: workers * BATCH_PER_WORKER,
        recordOutcomes: () => this.#record(),
      },
      ports.clock,
      ports.signal,
    );
  }

  /** Thumbnails that were made, and those that could not be, in the order in which they ended. */
  get outcome(): { readonly made: number; readonly failed: readonly ThumbnailFailure[] } {
    return { made: this.#done - this.#failed.length, failed: this.#failed };
  }

  /**
   * Works until no job is left or the signal comes, then records what is done and gives the other claimed jobs back.
   * Does the same when a job ends in an error that is not its picture's fault, and throws that error.
   */
  async work(): Promise<void> {
    const workers = Array.from({ length: this.#workers }, () => this.#workOneByOne());
    const ends = [...(await Promise.allSettled(workers)), ...(await this.#cleanUp())];
    const error = ends.find((end) => end.status === "rejected");
    if (error !== undefined) throw error.reason;
  }

  async #workOneByOne(): Promise<void> {
    try {
      for (let job = await this.#feed.next(); job !== undefined; job = await this.#feed.next())
        await this.#attempt(job);
    } catch (error) {
      for (const job of this.#feed.close()) this.#unfinished.push(job);
      throw error;
    }
  }

  async #attempt(job: ThumbnailJob): Promise<void> {
    const { maker, resolveAsset } = this.#ports;
    let fileSha256: string;
    try {
      fileSha256 = await maker.make(job, resolveAsset(job.address));
    } catch (error) {
      if (error instanceof PictureProblem) return await this.#finish({ job, error: error.message });
      this.#unfinished.push(job);
      throw error;
    }
    await this.#finish({ job, error: null, fileSha256 });
  }

  async #finish(result: ThumbnailResult): Promise<void> {
    const { job, error } = result;
    this.#done++;
    if (error !== null) this.#failed.push({ address: job.address, error });
    this.#unrecorded.push(result);
    const { length: failed } = this.#failed;
    this.#ports.onProgress({ phase: "thumbnails", done: this.#done, failed, total: this.#total });
    const waiting = millisecondsBetween(this.#recordedAt, this.#ports.clock());
    if (this.#unrecorded.length >= this.#workers * BATCH_PER_WORKER || waiting >= RECORD_SECONDS * 1000)
      await this.#record();
  }

  async #record(): Promise<void> {
    const results = this.#unrecorded;
    this.#unrecorded = [];
    if (results.length === 0) return;
    const { queue, maker, clock } = this.#ports;
    this.#recordedAt = clock();
    await maker.flush();
    await queue.record(maker.recipe, results, this.#recordedAt);
    this.#feed.settle(results.length);
  }

  async #cleanUp(): Promise<readonly PromiseSettledResult<void>[]> {
    const unfinished = [...this.#unfinished, ...this.#feed.close()];
    const release = unfinished.length > 0 ? this.#ports.queue.release(unfinished) : Promise.resolve();
    return Promise.allSettled([this.#record(), release]);
  }
}
