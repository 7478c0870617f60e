const STEP = 1024 * 1024;
const LARGEST = 4 * STEP;
const MOST = 16;

/**
 * Reuses memory for files that are read in sequence; with new memory for each, garbage would be collected every few
 * pictures. Safe with sharp as long as its cache, which identifies memory by address, is off.
 */
export class SpareBuffers {
  readonly #spare: Buffer[] = [];

  /** Runs a task that may take memory once; the memory is reused as soon as the task ends. */
  async lend<T>(task: (take: (size: number) => Buffer) => Promise<T>): Promise<T> {
    let lent: Buffer | undefined;
    try {
      return await task((size) => {
        lent = this.#take(size);
        return lent;
      });
    } finally {
      if (lent !== undefined && lent.length <= LARGEST && this.#spare.length < MOST) this.#spare.push(lent);
    }
  }

  #take(size: number): Buffer {
    const at = this.#spare.findIndex(({ length }) => length >= size);
    if (at >= 0) return this.#spare.splice(at, 1)[0] as Buffer;
    return Buffer.allocUnsafeSlow(Math.max(1, Math.ceil(size / STEP)) * STEP);
  }
}
