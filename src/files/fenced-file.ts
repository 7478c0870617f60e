import { realpathSync } from "node:fs";
import type { Fence } from "./fence.js";
import { openToRead, readAll, useRegularFile } from "./regular-file.js";
import { attempt, systemCode } from "./system-error.js";

/**
 * Why a file is not read. `missing`: there is none, also behind a dangling link. `outside`: it lies outside the fence.
 * `irregular`: a folder, pipe, device, socket or loop of links. `too-large`: longer than asked for. `failed`: the system says `detail`.
 */
export interface ReadRefusal {
  readonly refusal: "missing" | "outside" | "irregular" | "too-large" | "failed";
  readonly detail: string;
}

/** The bytes of a regular file inside a fence, at most `most` of them, or why they are not read. Never waits for a pipe. */
export function readFencedFile(path: string, fence: Fence, most: number): Buffer | ReadRefusal {
  return withFencedFile(path, fence, (descriptor, size): Buffer | ReadRefusal => {
    if (size > most) return { refusal: "too-large", detail: String(size) };
    // A file may grow while it is read.
    const bytes = readAll(descriptor, size, most + 1);
    return bytes.length > most ? { refusal: "too-large", detail: `more than ${most}` } : bytes;
  });
}

/** Opens a regular file inside a fence for `read`, which gets its descriptor and size, and closes it again. */
export function withFencedFile<T>(
  path: string,
  fence: Fence,
  read: (descriptor: number, size: number) => T,
): T | ReadRefusal {
  return attempt(() => {
    const real = fence.resolveFolder(path);
    const opened = fence.holds(real) ? openReal(real, fence) : OUTSIDE;
    return typeof opened === "number"
      ? useRegularFile(path, opened, (descriptor, { size }) => read(descriptor, Number(size)))
      : opened;
  }, explain);
}

/** True when reading was refused. */
export function isRefusal<T extends object>(result: T | ReadRefusal): result is ReadRefusal {
  return "refusal" in result;
}

const OUTSIDE: ReadRefusal = { refusal: "outside", detail: "" };
const IRREGULAR: ReadRefusal = { refusal: "irregular", detail: "" };

/** Links are not followed while opening, so that none can lead elsewhere between the look and the opening. */
function openReal(real: string, fence: Fence): number | ReadRefusal {
  try {
    return openToRead(real, "refuse");
  } catch (error) {
    if (systemCode(error) !== "ELOOP") throw error;
  }
  const target = realpathSync.native(real);
  return fence.holds(target) ? openToRead(target, "refuse") : OUTSIDE;
}

function explain(code: string): ReadRefusal {
  if (code === "ENOENT" || code === "ENOTDIR") return { refusal: "missing", detail: code };
  if (code === "ELOOP" || code === "ENXIO" || code === "EISDIR") return IRREGULAR;
  return { refusal: "failed", detail: code };
}
