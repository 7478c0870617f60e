import { setTimeout } from "node:timers/promises";
import { addSeconds, type Clock } from "./clock.js";
import type { ThumbnailJob, ThumbnailQueue } from "./ports.js";

/** How long a claim holds. A run that was killed keeps its last jobs from the next run for this long. */
const CLAIM_SECONDS = 30;
const POLL_MILLISECONDS = 250;

/** What a {@link JobFeed} claims. */
interface FeedRequest {
  readonly recipe: string;
  readonly retryBefore: string | null;
  /** Jobs that are claimed at once. */
  readonly batch: number;
  /** Called before the feed waits for other workers, so that ours don't lose their claims meanwhile. */
  readonly recordOutcomes: () => Promise<void>;
}

/** Hands out the jobs of a queue one by one, claiming them in batches. */
export class JobFeed {
  readonly #queue: ThumbnailQueue;
  readonly #request: FeedRequest;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #ready: readonly ThumbnailJob[] = [];
  /** When the claim on those that are ready ends. */
  #until = "";
  /** Handed out, outcome not recorded yet. */
  #open = 0;
  #refill: Promise<void> | undefined;
  #waited = 0;
  #ended = false;

  constructor(queue: ThumbnailQueue, request: FeedRequest, clock: Clock, signal: AbortSignal) {
    this.#queue = queue;
    this.#request = request;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** The next job; undefined when none is left, or when the signal came. */
  async next(): Promise<ThumbnailJob | undefined> {
    while (!this.#signal.aborted) {
      const job = this.#take();
      if (job !== undefined || this.#ended) return job;
      this.#refill ??= this.#claim().finally(() => {
        this.#refill = undefined;
      });
      await this.#refill;
    }
    return undefined;
  }

  /** Reports that the outcomes of a number of jobs were recorded. */
  settle(jobs: number): void {
    this.#open -= jobs;
  }

  /** Stops handing out and gives what was claimed and not handed out; the caller releases it. */
  close(): readonly ThumbnailJob[] {
    this.#ended = true;
    const jobs = this.#ready;
    this.#ready = [];
    return jobs;
  }

  #take(): ThumbnailJob | undefined {
    // A claim may expire during slow pictures and belong to another worker.
    if (this.#ready.length > 0 && this.#clock() >= this.#until) this.#ready = [];
    const [job, ...rest] = this.#ready;
    if (job === undefined) return undefined;
    this.#ready = rest;
    this.#open++;
    return job;
  }

  async #claim(): Promise<void> {
    const { recipe, retryBefore, batch: limit } = this.#request;
    const now = this.#clock();
    const until = addSeconds(now, CLAIM_SECONDS);
    this.#ready = await this.#queue.claim({ recipe, retryBefore, limit, now, until });
    this.#until = until;
    if (this.#ready.length > 0) this.#waited = 0;
    else await this.#awaitOthers();
  }

  /** Jobs that another worker holds may come back: it may have been killed. */
  async #awaitOthers(): Promise<void> {
    await this.#request.recordOutcomes();
    const waiting = await this.#queue.count(this.#request.recipe, this.#request.retryBefore);
    if (waiting <= this.#open || this.#waited >= CLAIM_SECONDS * 1000) this.#ended = true;
    else {
      this.#waited += POLL_MILLISECONDS;
      await setTimeout(POLL_MILLISECONDS, undefined, { signal: this.#signal }).catch(ignoreAbort);
    }
  }
}

/** The caller looks at the signal itself. */
function ignoreAbort(): void {}
