import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** How much of a spill file is in memory. */
interface SpillSize {
  /** Values that are written and read together. */
  readonly onPage: number;
  /** Pages that are kept once they were read. */
  readonly pages: number;
}

/** A spill file could not be written or read. Its message is for a person. */
export class SpillProblem extends Error {
  override readonly name: string = "SpillProblem";
  readonly code = "temporary-file";
  readonly help = "Make room there, or name a folder with room in TMPDIR.";
}

const CLOSED = new FinalizationRegistry<number>(closeSync);

/**
 * A list of JSON values that lie in a temporary file, so that a million of them take next to no memory. They come back
 * as equal values, each time perhaps as another object; members that are undefined are left out. The file has no name
 * any more once it is open, and goes with the process or with this object. `folder`: where it lies.
 */
export class SpillFile<T> {
  readonly #folder: string;
  readonly #size: SpillSize;
  #file: number | undefined;
  #open: T[] = [];
  #count = 0;
  /** Where each written page ends in the file, in bytes. */
  readonly #ends: number[] = [];
  /** Pages that were read, each in the place that its number gives it. A map would keep garbage alive as it changes. */
  readonly #pages: { readonly page: number; readonly values: readonly T[] }[] = [];
  /** What a page is written from and read into: a new one each time would be garbage outside of the heap. */
  #room = Buffer.alloc(0);

  constructor(folder: string, size: SpillSize) {
    this.#folder = folder;
    this.#size = size;
  }

  /** Adds a value and gives its number. Throws a {@link SpillProblem}, as when the disk is full. */
  put(value: T): number {
    this.#open.push(value);
    if (this.#open.length >= this.#size.onPage) {
      this.#write(this.#open);
      this.#open = [];
    }
    return this.#count++;
  }

  get length(): number {
    return this.#count;
  }

  /** The value with a number that {@link put} gave. Throws a {@link SpillProblem}. */
  get(number: number): T {
    const { onPage } = this.#size;
    const page = Math.floor(number / onPage);
    const values = page === this.#ends.length ? this.#open : this.#turnTo(page);
    return values[number % onPage] as T;
  }

  #turnTo(page: number): readonly T[] {
    const place = page % this.#size.pages;
    const known = this.#pages[place];
    if (known?.page === page) return known.values;
    const values = this.#read(page);
    this.#pages[place] = { page, values };
    return values;
  }

  #write(values: readonly T[]): void {
    const text = JSON.stringify(values);
    // A code unit takes three bytes at most.
    const room = this.#makeRoom(3 * text.length);
    const size = room.write(text, "utf8");
    const start = this.#ends.at(-1) ?? 0;
    attempt(this.#folder, "written", () => {
      this.#file ??= this.#openFile();
      for (let done = 0; done < size; ) done += writeSync(this.#file, room, done, size - done, start + done);
    });
    this.#ends.push(start + size);
  }

  #read(page: number): readonly T[] {
    const start = this.#ends[page - 1] ?? 0;
    const size = (this.#ends[page] as number) - start;
    const room = this.#makeRoom(size);
    attempt(this.#folder, "read", () => {
      for (let done = 0; done < size; ) {
        const read = readSync(this.#file as number, room, done, size - done, start + done);
        if (read === 0) throw new Error("it ends too early");
        done += read;
      }
    });
    return JSON.parse(room.toString("utf8", 0, size)) as readonly T[];
  }

  #makeRoom(size: number): Buffer {
    if (this.#room.length < size) this.#room = Buffer.allocUnsafeSlow(2 * size);
    return this.#room;
  }

  #openFile(): number {
    const path = join(this.#folder, `album-sync-${randomUUID()}.tmp`);
    const file = openSync(path, "wx+", 0o600);
    rmSync(path);
    CLOSED.register(this, file);
    return file;
  }
}

function attempt(folder: string, what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SpillProblem(`a temporary file in ${folder} could not be ${what}: ${reason}`);
  }
}
