interface Waiting {
  readonly pixels: number;
  readonly start: () => void;
}

/** Lets tasks run at the same time as long as the pixels that they hold stay within a total; first come, first served. */
export class PixelBudget {
  readonly #total: number;
  readonly #queue: Waiting[] = [];
  #held = 0;

  constructor(total: number) {
    this.#total = total;
  }

  /** Pixels that running tasks hold. */
  get held(): number {
    return this.#held;
  }

  /** Runs the task when its pixels are free and gives them back when it ends. Throws RangeError for more than the total. */
  async run<T>(pixels: number, task: () => Promise<T>): Promise<T> {
    if (!(pixels >= 0 && pixels <= this.#total))
      throw new RangeError(`${pixels} pixels do not fit into ${this.#total}`);
    await new Promise<void>((start) => {
      this.#queue.push({ pixels, start });
      this.#startNext();
    });
    try {
      return await task();
    } finally {
      this.#held -= pixels;
      this.#startNext();
    }
  }

  #startNext(): void {
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      // A big picture at the front holds back smaller ones, or it would never get its turn.
      if (this.#held + first.pixels > this.#total) return;
      this.#queue.shift();
      this.#held += first.pixels;
      first.start();
    }
  }
}
