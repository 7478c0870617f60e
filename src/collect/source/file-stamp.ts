import { type BigIntStats, lstatSync } from "node:fs";
import { attempt } from "../../files/system-error.js";

/** What tells that a file was not touched, and when its inode changed last. */
export interface FileStamp {
  /** Device, inode, size, and the times of the last change of its bytes and of its inode, in nanoseconds. */
  readonly text: string;
  readonly changed: bigint;
}

/** Clocks of kernels tick every 10 ms at the slowest; a file system that keeps whole seconds may round by two. */
const TICK = 20_000_000n;
const COARSE_TICK = 2_000_000_000n;
const MILLISECOND = 1_000_000n;

/** The stamp of a regular file; null for anything else, and for what can't be asked. */
export function readStamp(path: Buffer | string): FileStamp | null {
  return attempt(
    () => {
      const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
      return found?.isFile() ? stampOf(found) : null;
    },
    () => null,
  );
}

/** The stamp of a file that was asked already. */
export function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): FileStamp {
  return { text: `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`, changed: ctimeNs };
}

/** The stamp of which only the text was kept. */
export function parseStamp(text: string): FileStamp {
  return { text, changed: BigInt(text.slice(text.lastIndexOf(" ") + 1)) };
}

/**
 * True when a file was changed so shortly before `at` that another change could have left the same stamp: what was read
 * by then can't be trusted later on.
 */
export function isRacy({ changed }: FileStamp, at: Date): boolean {
  const tick = changed % MILLISECOND === 0n ? COARSE_TICK : TICK;
  return changed + tick >= BigInt(at.getTime()) * MILLISECOND;
}
