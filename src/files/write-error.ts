import { codeOf } from "./system-error.js";

/** A file could not be written since its disk is full. The message names the file and is for a person. */
export class DiskFull extends Error {
  override readonly name: string = "DiskFull";
  readonly code = "disk-full";
  readonly help: string;

  constructor(file: string, cause: unknown) {
    super(`${file} can't be written: no space is left on its disk`, { cause });
    this.help = roomHelp(file);
  }
}

/** How a disk gets room again: a sentence. */
export function roomHelp(file: string): string {
  return `Free space on the disk that holds ${file} (df shows what is left), then run the command again.`;
}

/** True for an error of the system that says that a disk, or the user's share of it, is full. */
export function isFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes(codeOf(error));
}

/** The error to throw for a file that could not be written: one that names it, and says when its disk is full. */
export function explainWriteError(file: string, error: unknown): Error {
  if (error instanceof DiskFull) return error;
  if (isFull(error)) return new DiskFull(file, error);
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(
    `${file} can't be written (${reason}). Check free space and permissions, then run again.`,
    { cause: error },
  );
}

/** Runs `write`, which writes `file`, and names the file in the error when it can't. */
export function namingFile<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw explainWriteError(file, error);
  }
}
