import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import type { Fence } from "./fence.js";

/**
 * Why a file is not read. `missing`: there is none, also behind a dangling link. `outside`: it lies outside the fence.
 * `irregular`: a folder, pipe, device, socket or loop of links. `too-large`: longer than asked for. `failed`: the system says `detail`.
 */
export interface ReadRefusal {
  readonly refusal: "missing" | "outside" | "irregular" | "too-large" | "failed";
  readonly detail: string;
}

/** The bytes of a regular file inside a fence, at most `most` of them, or why they are not read. Never waits for a pipe. */
export function readRegularFile(path: string, fence: Fence, most: number): Buffer | ReadRefusal {
  return withRegularFile(path, fence, (descriptor, size): Buffer | ReadRefusal => {
    if (size > most) return { refusal: "too-large", detail: String(size) };
    return readWhole(descriptor, size, most);
  });
}

/** Opens a regular file inside a fence for `read`, which gets its descriptor and size, and closes it again. */
export function withRegularFile<T>(
  path: string,
  fence: Fence,
  read: (descriptor: number, size: number) => T,
): T | ReadRefusal {
  let descriptor: number | undefined;
  try {
    const real = fence.resolveFolder(path);
    if (!fence.holds(real)) return OUTSIDE;
    const opened = openReal(real, fence);
    if (typeof opened !== "number") return opened;
    descriptor = opened;
    const stat = fstatSync(descriptor);
    return stat.isFile() ? read(descriptor, stat.size) : IRREGULAR;
  } catch (error) {
    return explain(error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** True when reading was refused. */
export function isRefusal<T extends object>(result: T | ReadRefusal): result is ReadRefusal {
  return "refusal" in result;
}

const OUTSIDE: ReadRefusal = { refusal: "outside", detail: "" };
const IRREGULAR: ReadRefusal = { refusal: "irregular", detail: "" };

// Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Links are not followed while opening, so that none can lead elsewhere between the look and the opening. */
function openReal(real: string, fence: Fence): number | ReadRefusal {
  try {
    return openSync(real, FLAGS);
  } catch (error) {
    if (codeOf(error) !== "ELOOP") throw error;
  }
  const target = realpathSync.native(real);
  return fence.holds(target) ? openSync(target, FLAGS) : OUTSIDE;
}

/** A file may grow while it is read: never more than `most` bytes are kept. */
function readWhole(descriptor: number, size: number, most: number): Buffer | ReadRefusal {
  const chunks: Buffer[] = [];
  let length = 0;
  for (let expected = size + 1; ; expected = GROWTH) {
    const chunk = Buffer.allocUnsafe(Math.min(expected, most - length + 1));
    const read = readSync(descriptor, chunk, 0, chunk.length, null);
    if (read === 0) break;
    length += read;
    if (length > most) return { refusal: "too-large", detail: `more than ${most}` };
    chunks.push(chunk.subarray(0, read));
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

const GROWTH = 64 * 1024;

function explain(error: unknown): ReadRefusal {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") return { refusal: "missing", detail: code };
  if (code === "ELOOP" || code === "ENXIO" || code === "EISDIR") return IRREGULAR;
  return { refusal: "failed", detail: code };
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  throw error;
}
