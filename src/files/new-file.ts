import { closeSync, fsyncSync, lstatSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { flushDescriptor } from "./flush.js";
import { systemCode } from "./system-error.js";

/**
 * Where a file or folder is made before it takes the place of `target`: beside it. What a killed run left behind has this
 * very name, so leftovers never pile up.
 */
export function temporaryPath(target: string): string {
  return join(dirname(target), `.${basename(target)}.tmp`);
}

/**
 * A file that takes its place only when it is whole, so that a reader sees the old file or the new one, also after a
 * power cut once it and the folder were flushed. One writer per path at a time. Throws the errors of the system.
 */
export class NewFile {
  readonly target: string;
  readonly temporary: string;
  #descriptor: number | undefined;

  constructor(target: string) {
    this.target = target;
    this.temporary = temporaryPath(target);
  }

  /** Opens it empty, in place of what a killed run left. */
  open(mode = 0o666): void {
    this.#descriptor = openNew(this.temporary, mode);
  }

  /** Adds to it. */
  write(part: string | Uint8Array): void {
    writeFileSync(this.descriptor, part);
  }

  /** Of the open file. */
  get descriptor(): number {
    if (this.#descriptor === undefined) throw new Error(`${this.temporary} is not open`);
    return this.#descriptor;
  }

  /** Puts its bytes on the disk, if it was opened. Many at once wait hardly longer than one. */
  async flush(): Promise<void> {
    if (this.#descriptor !== undefined) await flushDescriptor(this.#descriptor);
  }

  /** The same, and waits. */
  flushSync(): void {
    if (this.#descriptor !== undefined) fsyncSync(this.#descriptor);
  }

  /** Closes it and puts it in its place. */
  place(): void {
    this.#close();
    renameSync(this.temporary, this.target);
  }

  /** Closes and removes it. */
  discard(): void {
    this.#close();
    // Removing nothing makes an error first, a third of a millisecond for each file that is staged.
    if (lstatSync(this.temporary, { throwIfNoEntry: false }) !== undefined)
      rmSync(this.temporary, { force: true });
  }

  #close(): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function openNew(path: string, mode: number): number {
  try {
    return openSync(path, "wx", mode);
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  }
  rmSync(path, { force: true });
  return openSync(path, "wx", mode);
}
