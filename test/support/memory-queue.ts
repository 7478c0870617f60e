import type {
  ThumbnailJob,
  ThumbnailMaker,
  ThumbnailQueue,
  ThumbnailRemoval,
  ThumbnailResult,
} from "../../src/apply/ports.js";
import { formatAddress } from "../../src/model/address.js";
import { formatTime } from "../../src/model/time.js";

interface Entry {
  readonly job: ThumbnailJob;
  claimedUntil: string | null;
  outcome: { readonly recipe: string; readonly error: string | null; readonly at: string } | null;
}

/** A job of the image `<name>`, whose row has this id. */
export function jobOf(name: string, rowId = 1, sha256 = "0".repeat(64)): ThumbnailJob {
  return { address: formatAddress("image", name), rowId, guard: name, sha256 };
}

/** The thumbnail of a row that is gone, of which nothing more is recorded. */
export function removalOf(rowId: number, more: Partial<ThumbnailRemoval> = {}): ThumbnailRemoval {
  return { rowId, guard: `${rowId}.png`, takenBy: null, fileSha256: null, madeAt: null, ...more };
}

/** A clock that begins at noon and moves on by so many seconds whenever it is read. */
export function tickingClock(seconds = 1): () => string {
  let moment = Date.UTC(2026, 10, 22, 12);
  return () => {
    moment += seconds * 1000;
    return formatTime(new Date(moment));
  };
}

/** A queue that lives in memory and keeps to the words of its port. */
export class MemoryQueue implements ThumbnailQueue {
  readonly entries: Entry[];
  removals: readonly ThumbnailRemoval[];
  largestClaim = 0;

  constructor(jobs: readonly ThumbnailJob[], removals: readonly ThumbnailRemoval[] = []) {
    this.entries = jobs.map((job) => ({ job, claimedUntil: null, outcome: null }));
    this.removals = removals;
  }

  /** What was recorded, by address: null for a thumbnail, a text for a failure. */
  get recorded(): { readonly [address: string]: string | null } {
    const done = this.entries.filter(({ outcome }) => outcome !== null);
    return Object.fromEntries(done.map(({ job, outcome }) => [job.address, outcome?.error ?? null]));
  }

  get claimed(): readonly string[] {
    return this.entries.filter(({ claimedUntil }) => claimedUntil !== null).map(({ job }) => job.address);
  }

  /** What was noted as having all its thumbnails. */
  settled: string | undefined;

  async settle(recipe: string): Promise<void> {
    this.settled = recipe;
  }

  async count(recipe: string, retryBefore: string | null): Promise<number> {
    return this.#waiting(recipe, retryBefore).length;
  }

  async claim(request: Parameters<ThumbnailQueue["claim"]>[0]): Promise<readonly ThumbnailJob[]> {
    const free = this.#waiting(request.recipe, request.retryBefore)
      .filter(({ claimedUntil }) => claimedUntil === null || claimedUntil <= request.now)
      .slice(0, request.limit);
    for (const entry of free) entry.claimedUntil = request.until;
    this.largestClaim = Math.max(this.largestClaim, free.length);
    return free.map(({ job }) => job);
  }

  async record(recipe: string, results: readonly ThumbnailResult[], now: string): Promise<void> {
    for (const { job, error } of results) {
      const entry = this.#entryOf(job);
      entry.outcome = { recipe, error, at: now };
      entry.claimedUntil = null;
    }
  }

  async release(jobs: readonly ThumbnailJob[]): Promise<void> {
    for (const job of jobs) this.#entryOf(job).claimedUntil = null;
  }

  async listRemovals(): Promise<readonly ThumbnailRemoval[]> {
    return this.removals;
  }

  async prepareRemovals(): Promise<void> {}

  async finishRemovals(ended: Parameters<ThumbnailQueue["finishRemovals"]>[0]): Promise<void> {
    this.removals = this.removals.filter((one) => !ended.some(({ removal }) => removal === one));
  }

  #entryOf(job: ThumbnailJob): Entry {
    return this.entries.find((entry) => entry.job === job) as Entry;
  }

  #waiting(recipe: string, retryBefore: string | null): readonly Entry[] {
    return this.entries.filter(({ outcome }) => {
      if (outcome === null || outcome.recipe !== recipe) return true;
      return outcome.error !== null && retryBefore !== null && outcome.at < retryBefore;
    });
  }
}

/** A maker that writes nothing: `onMake` may throw, wait or look. */
export function memoryMaker(onMake: (job: ThumbnailJob, file: string) => unknown = () => {}): ThumbnailMaker {
  return {
    recipe: "r1",
    make: async (job, file) => {
      await onMake(job, file);
      return "0".repeat(64);
    },
    flush: async () => {},
    remove: async () => "removed",
  };
}
