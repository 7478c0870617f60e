import { closeSync, fsync, fsyncSync, openSync } from "node:fs";
import { promisify } from "node:util";
import { joinBytes } from "./byte-names.js";
import { walk } from "./walk.js";

/** Puts what was written to an open file on the disk. */
export const flushDescriptor = promisify(fsync);

/** Puts the bytes of a file, or the names in a folder, on the disk. Throws the errors of the system. */
export async function flush(path: string): Promise<void> {
  const descriptor = openSync(path, "r");
  try {
    await flushDescriptor(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The same, and waits. */
export function flushSync(path: string | Buffer): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Puts the names in a folder and in all folders below it on the disk. Throws the errors of the system. */
export function flushTree(dir: string): void {
  const root = Buffer.from(dir);
  for (const { kind, raw } of walk(root)) if (kind === "folder") flushSync(joinBytes(root, raw));
  flushSync(root);
}

/** Flushes a folder's names to disk; calls that come while one runs share the next. */
export class FolderFlush {
  readonly #dir: string;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Resolves when every rename that was made before the call is on disk. */
  flush(): Promise<void> {
    if (this.#running === undefined) return this.#start();
    this.#next ??= this.#running.then(
      () => this.#start(),
      () => this.#start(),
    );
    return this.#next;
  }

  #start(): Promise<void> {
    this.#next = undefined;
    const run = flush(this.#dir).finally(() => {
      if (this.#running === run) this.#running = undefined;
    });
    this.#running = run;
    return run;
  }
}
