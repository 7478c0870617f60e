import { resolve } from "node:path";
import type { AppliedManifest, EstateMemory } from "../model/memory.js";
import { hashFile } from "./assets.js";
import { fitsRoot } from "./file-path.js";

/** What is known before anything is read. */
export interface Known {
  readonly memory: EstateMemory | null;
  /** Digest of the program and of whatever else gives the same manifest other resources. */
  readonly shape: string;
}

/**
 * The manifests that the database holds as they are, by file: their bytes and those of the files that they use were
 * hashed, nothing was parsed. `files`: absolute paths.
 */
export function findUnread(
  files: readonly string[],
  show: (file: string) => string,
  { memory, shape }: Known,
  servedFromLength: number,
): ReadonlyMap<string, AppliedManifest> {
  const unread = new Map<string, AppliedManifest>();
  if (memory === null) return unread;
  for (const file of files) {
    const shown = show(file);
    const applied = memory.applied.get(shown);
    if (applied === undefined || applied.shape !== shape || memory.touched.has(shown)) continue;
    if (fitsRoot(applied.longest, servedFromLength) && isSame(file, applied)) unread.set(shown, applied);
  }
  return unread;
}

function isSame(file: string, { sha256, used }: AppliedManifest): boolean {
  if (hashFile(file) !== sha256) return false;
  return used.every((one) => hashFile(resolve(file, "..", one.name)) === one.sha256);
}
