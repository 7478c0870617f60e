import { isUtf8 } from "node:buffer";
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { attempt } from "./system-error.js";

/** Whether a path that is a symbolic link itself is read. Links in its folders are always followed. */
export type Links = "follow" | "refuse";

/** Something that is no regular file, told by the code that the system gives where it notices: of a folder, or of anything else. */
class NotRegular extends Error {
  override readonly name: string = "NotRegular";
  readonly code: "EISDIR" | "ENXIO";

  constructor(path: string | Buffer, isFolder: boolean) {
    super(`${path} is a ${isFolder ? "folder" : "pipe, socket or device"}, not a file`);
    this.code = isFolder ? "EISDIR" : "ENXIO";
  }
}

// Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const NO_LINK = FLAGS | (constants.O_NOFOLLOW ?? 0);

/** Opens anything for reading without waiting. Throws the errors of the system. */
export function openToRead(path: string | Buffer, links: Links): number {
  return openSync(path, links === "follow" ? FLAGS : NO_LINK);
}

/** Lets `use` read from an open regular file, called `path` in errors, and closes it. Throws the errors of the system, also for what is no regular file. */
export function useRegularFile<T>(
  path: string | Buffer,
  descriptor: number,
  use: (descriptor: number, stat: BigIntStats) => T,
): T {
  try {
    return use(descriptor, statRegular(path, descriptor));
  } finally {
    closeSync(descriptor);
  }
}

function statRegular(path: string | Buffer, descriptor: number): BigIntStats {
  const stat = fstatSync(descriptor, { bigint: true });
  if (!stat.isFile()) throw new NotRegular(path, stat.isDirectory());
  return stat;
}

/** The same for the file at a path; never waits for a pipe. */
export function withRegularFile<T>(
  path: string | Buffer,
  links: Links,
  use: (descriptor: number, stat: BigIntStats) => T,
): T {
  return useRegularFile(path, openToRead(path, links), use);
}

/** The bytes that follow, as many as the buffer holds. */
export function fillBuffer(descriptor: number, buffer: Buffer): Buffer {
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read)
    read = readSync(descriptor, buffer, length, buffer.length - length, null);
  return buffer.subarray(0, length);
}

/** The bytes of a regular file, so many at a time. Throws the errors of the system, also for what is no regular file. */
export function* readInPieces(path: string, size: number): Generator<Buffer, void, undefined> {
  const descriptor = openToRead(path, "follow");
  try {
    statRegular(path, descriptor);
    for (;;) {
      const piece = fillBuffer(descriptor, Buffer.allocUnsafe(size));
      if (piece.length === 0) return;
      yield piece;
    }
  } finally {
    closeSync(descriptor);
  }
}

const GROWTH = 64 * 1024;

/** The bytes that follow, up to the end of the file or `most` of them. `expected`: how many they were a moment ago. */
export function readAll(descriptor: number, expected: number, most = Number.POSITIVE_INFINITY): Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  for (let next = expected + 1; length < most; next = GROWTH) {
    const chunk = Buffer.allocUnsafe(Math.min(next, most - length));
    const read = readSync(descriptor, chunk, 0, chunk.length, null);
    if (read === 0) break;
    length += read;
    chunks.push(chunk.subarray(0, read));
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

/** The first bytes of a regular file, at most `most`; none when it can't be read. */
export function readStart(path: string | Buffer, links: Links, most: number): Buffer {
  return attempt(
    () => withRegularFile(path, links, (descriptor) => fillBuffer(descriptor, Buffer.alloc(most))),
    () => Buffer.alloc(0),
  );
}

/** The bytes of a regular file. Throws the errors of the system. */
export function readFile(path: string): Buffer {
  return withRegularFile(path, "follow", (descriptor, { size }) => readAll(descriptor, Number(size)));
}

/**
 * The text of a regular file as it stands, byte order mark included. Throws the errors of the system, and an Error for
 * bytes that are not UTF-8: whoever wrote the text back would lose them.
 */
export function readTextFile(path: string): string {
  const bytes = readFile(path);
  if (!isUtf8(bytes)) throw new Error(`${path} is not UTF-8. Save it as UTF-8, then run again.`);
  return bytes.toString("utf8");
}
