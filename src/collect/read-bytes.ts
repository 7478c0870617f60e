import { constants, type FileHandle, open } from "node:fs/promises";
import type { Remark } from "./findings.js";
import { showName } from "./names.js";

/** All bytes of a file, or why it can't be read. */
export type ReadBytes = { readonly bytes: Buffer; readonly modified: Date } | Remark;

const TRIES = 2;

/**
 * Reads a regular file that stays the same meanwhile; never waits for a pipe, never follows a link. `file` is how
 * messages name it.
 */
export async function readBytes(path: Buffer, file: string, most: number): Promise<ReadBytes> {
  for (let tried = 1; ; tried++) {
    const read = await readOnce(path, file, most).catch((error: unknown) => unreadable(file, error));
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
export async function readHead(path: Buffer, most: number): Promise<Buffer> {
  try {
    return await withFile(path, async (handle) => {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(most), 0, most, 0);
      return buffer.subarray(0, bytesRead);
    });
  } catch {
    return Buffer.alloc(0);
  }
}

async function readOnce(path: Buffer, file: string, most: number): Promise<ReadBytes | "changed"> {
  return withFile(path, async (handle) => {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) return notAFile(file);
    if (before.size > BigInt(most)) return tooLong(file, Number(before.size), most);
    const bytes = await handle.readFile();
    const after = await handle.stat({ bigint: true });
    const isSame = after.size === before.size && after.mtimeNs === before.mtimeNs;
    return isSame && bytes.length === Number(after.size)
      ? { bytes, modified: toDate(after.mtimeNs) }
      : "changed";
  });
}

async function withFile<Result>(path: Buffer, use: (handle: FileHandle) => Promise<Result>): Promise<Result> {
  // A pipe that nobody writes to would be waited for; a link may have replaced the file since it was listed.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    return await use(handle);
  } finally {
    await handle.close();
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
