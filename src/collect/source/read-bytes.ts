import { fstatSync } from "node:fs";
import { fillBuffer, withRegularFile } from "../../files/regular-file.js";
import { attempt, describeReadError } from "../../files/system-error.js";
import { megabytes } from "../../model/words.js";
import type { Notice } from "./collected-image.js";
import { type FileStamp, stampOf } from "./file-stamp.js";
import { showName } from "./names.js";

/** All bytes of a file, or why it can't be read. */
export type ReadBytes =
  | { readonly bytes: Buffer; readonly modified: Date; readonly stamp: FileStamp }
  | Notice;

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
        message: `${showName(file)} changed while it was read.`,
        help: "Wait until the program that writes it has ended, then collect again.",
      };
  }
}

function readOnce(
  path: Buffer,
  file: string,
  most: number,
  scratch: Scratch | undefined,
): ReadBytes | "changed" {
  return attempt(
    () =>
      withRegularFile(path, "refuse", (descriptor, before): ReadBytes | "changed" => {
        if (before.size > BigInt(most)) return tooLong(file, Number(before.size), most);
        const bytes = fillBuffer(descriptor, takeBuffer(Number(before.size) + 1, scratch));
        const after = fstatSync(descriptor, { bigint: true });
        const isSame = after.size === before.size && after.mtimeNs === before.mtimeNs;
        return isSame && bytes.length === Number(after.size)
          ? { bytes, modified: toDate(after.mtimeNs), stamp: stampOf(after) }
          : "changed";
      }),
    (code) => unreadable(file, code),
  );
}

/** One byte more than the file has, so that its growth is noticed. */
function takeBuffer(length: number, scratch: Scratch | undefined): Buffer {
  if (scratch === undefined) return Buffer.allocUnsafe(length);
  if (scratch.buffer.length < length)
    scratch.buffer = Buffer.allocUnsafeSlow(Math.max(SMALLEST_SCRATCH, length));
  return scratch.buffer.subarray(0, length);
}

/** Whole seconds: finer digits do not survive every way of copying a file. */
function toDate(nanoseconds: bigint): Date {
  return new Date(Math.round(Number(nanoseconds) / 1e9) * 1000);
}

function tooLong(file: string, size: number, most: number): Notice {
  return {
    code: "too-big",
    message: `${showName(file)} is ${megabytes(size)} long, more than the limit of ${megabytes(most)}.`,
    help: "Make it smaller, or move it out of the folder.",
  };
}

function unreadable(file: string, code: string): Notice {
  if (code === "ENOENT")
    return {
      code: "vanished",
      message: `${showName(file)} was removed while the folder was collected.`,
      help: "Collect again.",
    };
  const message = `${showName(file)} ${describeReadError(code)}.`;
  if (code === "EISDIR" || code === "ENXIO")
    return { code: "special-file", message, help: "Remove it from the folder." };
  const denied = code === "EACCES" || code === "EPERM";
  const help = denied ? "Change its permissions and collect again." : "Check the disk and collect again.";
  return { code: "unreadable", message, help };
}
