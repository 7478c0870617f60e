import { resolve } from "node:path";
import type { Address } from "../../model/address.js";
import type { AppliedManifest, Baseline } from "../../model/baseline.js";
import { digestJson } from "../../model/digest.js";
import type { Settings } from "../../model/estate.js";
import type { SpillRoom } from "../../spill/spill-buffer.js";
import { fitsRoot } from "../read/file-path.js";
import type { ProjectFiles } from "../text/project-files.js";

/** The inputs that let a load skip unchanged manifests. */
export interface LoadOptions {
  /** The baseline of the database; null without one. */
  readonly baseline: Baseline | null;
  /** Version of this program: another one may give the same manifest other resources. */
  readonly program: string;
  /** There when images may lie in a temporary file: says where, told the manifests that there are (absolute paths). */
  readonly chooseSpill?: (manifests: readonly string[]) => SpillRoom;
  /** Manifests that are left out. */
  readonly beside?: Beside;
}

/** Manifests that are not read, and no baseline of the database knows. */
export interface Beside {
  /** Their digests by file. */
  readonly digests: ReadonlyMap<string, string>;
  /** True when one of them declares this. */
  readonly declares: (address: Address) => boolean;
}

export const READ_ALL: LoadOptions = { baseline: null, program: "" };

/** Digest of whatever besides its files gives a manifest its resources. */
export function digestShape({ estate }: Settings, { program }: LoadOptions): string {
  return digestJson([program, estate]);
}

/** How many characters the database's paths have before the file. */
export function prefixOf({ assetRoots: [root] }: Settings): number {
  return [...(root.servedFrom ?? root.dir)].length + 1;
}

/**
 * The unchanged manifests by file: their bytes and those of the files that they use were hashed, nothing was parsed.
 * `found`: absolute paths.
 */
export function findUnchanged(
  found: readonly string[],
  { show, hash }: ProjectFiles,
  settings: Settings,
  { baseline, shape }: { readonly baseline: Baseline | null; readonly shape: string },
): ReadonlyMap<string, AppliedManifest> {
  const unchanged = new Map<string, AppliedManifest>();
  if (baseline === null) return unchanged;
  const prefix = prefixOf(settings);
  for (const file of found) {
    const shown = show(file);
    const applied = baseline.applied.get(shown);
    if (applied === undefined || applied.shape !== shape || baseline.touched.has(shown)) continue;
    if (fitsRoot(applied.longest, prefix) && isSame(file, applied, hash)) unchanged.set(shown, applied);
  }
  return unchanged;
}

function isSame(file: string, { sha256, used }: AppliedManifest, hash: ProjectFiles["hash"]): boolean {
  if (hash(file) !== sha256) return false;
  return used.every((one) => hash(resolve(file, "..", one.name)) === one.sha256);
}
