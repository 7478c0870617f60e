import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

const buffer = Buffer.alloc(256 * 1024);

/** SHA-256 of a regular file in hex; null when it can't be read. */
export function hashFile(path: string): string | null {
  return readRegular(path, hashDescriptor);
}

/** SHA-256 of what can be read from a descriptor, in hex. Throws the errors of the system. */
export function hashDescriptor(descriptor: number): string {
  const hash = createHash("sha256");
  for (let size = readInto(descriptor); size > 0; size = readInto(descriptor)) {
    hash.update(buffer.subarray(0, size));
  }
  return hash.digest("hex");
}

/** The first bytes of a regular file, up to a quarter of a megabyte, as Latin-1; null when it can't be read. */
export function readStart(path: string): string | null {
  return readRegular(path, (descriptor) => buffer.toString("latin1", 0, readInto(descriptor)));
}

function readInto(descriptor: number): number {
  return readSync(descriptor, buffer, 0, buffer.length, null);
}

// Opened without blocking: a FIFO that took the file's place would wait for a writer for ever.
function readRegular<T>(path: string, read: (descriptor: number) => T): T | null {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    return fstatSync(descriptor).isFile() ? read(descriptor) : null;
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
