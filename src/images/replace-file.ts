import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { explainWriteError } from "../model/write-problem.js";

/**
 * Puts bytes where `path` says so that a reader sees the old file or the whole new one, also after a power cut once
 * {@link FolderFlush} ran. One writer per path at a time. Throws an Error that names the path.
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await writeDurably(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw explainWriteError(path, error);
  }
}

/** Removes the file and what a killed {@link replaceFile} left of it; a file that is not there is fine. */
export async function removeFile(path: string): Promise<void> {
  await rm(temporaryPath(path), { force: true });
  await rm(path, { force: true });
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
    const run = flushFolder(this.#dir).finally(() => {
      if (this.#running === run) this.#running = undefined;
    });
    this.#running = run;
    return run;
  }
}

/** Makes the folder and its parents. Throws an Error that names it. */
export async function makeFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true }).catch((error: unknown) => {
    throw explainWriteError(dir, error);
  });
}

function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.tmp`);
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await openNew(path);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What a killed run left behind has this very name, so leftovers never pile up. */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, "wx");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    await rm(path, { force: true });
    return open(path, "wx");
  }
}

async function flushFolder(dir: string): Promise<void> {
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
