import type { ThumbnailResult } from "./ports.js";

/** Records outcomes one write after the other; those that come during one are written together by the next. */
export class OutcomeBatch {
  readonly #record: (results: readonly ThumbnailResult[]) => Promise<void>;
  #waiting: ThumbnailResult[] = [];
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(record: (results: readonly ThumbnailResult[]) => Promise<void>) {
    this.#record = record;
  }

  /** Resolves once the outcome is recorded, and rejects when it could not be. */
  add(result: ThumbnailResult): Promise<void> {
    this.#waiting.push(result);
    this.#next ??= this.#last.then(() => this.#write());
    return this.#next;
  }

  #write(): Promise<void> {
    const results = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    const written = this.#record(results);
    this.#last = written.catch(() => {});
    return written;
  }
}
