import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { type FileStamp, stampOf } from "./file-stamp.js";
import type { Remark } from "./findings.js";
import { showName } from "./names.js";

/** All bytes of a file, or why it can't be read. */
export type ReadBytes =
  | { readonly bytes: Buffer; readonly modified: Date; readonly stamp: FileStamp }
  | Remark;

/** A buffer that is used again for each file that is read into it: what it held before is gone then. */
export interface Scratch {
  buffer: Buffer;
}

const TRIES = 2;
const SMALLEST_SCRATCH = 1 << 20;

/**
 * Reads a regular file that stays the same meanwhile; never waits for a pipe, never follows a link. `file` is how
 * messages name it. The bytes lie in `scratch` when one is given.
 */
export function readBytes(path: Buffer, file: string, most: number, scratch?: Scratch): ReadBytes {
  for (let tried = 1; ; tried++) {
    const read = readOnce(path, file, most, scratch);
    if (read !== "changed") return read;
    if (tried === TRIES)
      return {
        code: "unstable",
        message: `${showName(file)} changes while it is read.`,
        help: "Wait until the program that writes it has ended, then collect again.",
      };
  }
}

/** The first bytes of a file; none when it can't be read. */
export function readHead(path: Buffer, most: number): Buffer {
  try {
    return withFile(path, (handle) => {
      const buffer = Buffer.alloc(most);
      return buffer.subarray(0, readSync(handle, buffer, 0, most, 0));
    });
  } catch {
    return Buffer.alloc(0);
  }
}

function readOnce(
  path: Buffer,
  file: string,
  most: number,
  scratch: Scratch | undefined,
): ReadBytes | "changed" {
  try {
    return withFile(path, (handle) => {
      const before = fstatSync(handle, { bigint: true });
      if (!before.isFile()) return notAFile(file);
      if (before.size > BigInt(most)) return tooLong(file, Number(before.size), most);
      const bytes = fill(handle, takeBuffer(Number(before.size) + 1, scratch));
      const after = fstatSync(handle, { bigint: true });
      const isSame = after.size === before.size && after.mtimeNs === before.mtimeNs;
      return isSame && bytes.length === Number(after.size)
        ? { bytes, modified: toDate(after.mtimeNs), stamp: stampOf(after) }
        : "changed";
    });
  } catch (error) {
    return unreadable(file, error);
  }
}

/** One byte more than the file has, so that its growth is noticed. */
function takeBuffer(length: number, scratch: Scratch | undefined): Buffer {
  if (scratch === undefined) return Buffer.allocUnsafe(length);
  if (scratch.buffer.length < length)
    scratch.buffer = Buffer.allocUnsafeSlow(Math.max(SMALLEST_SCRATCH, length));
  return scratch.buffer.subarray(0, length);
}

function fill(handle: number, buffer: Buffer): Buffer {
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read)
    read = readSync(handle, buffer, length, buffer.length - length, length);
  return buffer.subarray(0, length);
}

function withFile<Result>(path: Buffer, use: (handle: number) => Result): Result {
  // A pipe that nobody writes to would be waited for; a link may have replaced the file since it was listed.
  const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    return use(handle);
  } finally {
    closeSync(handle);
  }
}

/** Whole seconds: finer digits do not survive every way of copying a file. */
function toDate(nanoseconds: bigint): Date {
  return new Date(Math.round(Number(nanoseconds) / 1e9) * 1000);
}

function notAFile(file: string): Remark {
  return {
    code: "special-file",
    message: `${showName(file)} is a pipe, socket or device, not a file.`,
    help: "Remove it from the folder.",
  };
}

function tooLong(file: string, size: number, most: number): Remark {
  return {
    code: "too-big",
    message: `${showName(file)} is ${megabytes(size)} long, at most ${megabytes(most)} are read.`,
    help: "Make it smaller, or move it out of the folder.",
  };
}

function unreadable(file: string, error: unknown): Remark {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) throw error;
  if (code === "ENOENT")
    return {
      code: "vanished",
      message: `${showName(file)} was removed while the folder was collected.`,
      help: "Collect again.",
    };
  const denied = code === "EACCES" || code === "EPERM";
  return {
    code: "unreadable",
    message: `${showName(file)} ${denied ? "may not be read by this user" : `can't be read (${code})`}.`,
    help: denied ? "Change its permissions and collect again." : "Check the disk and collect again.",
  };
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`;
}
