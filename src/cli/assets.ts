import { join, relative } from "node:path";
import type { AssetFindings } from "../manifest/assets.js";
import type { Settings } from "../model/estate.js";
import type { Image } from "../model/resource.js";
import type { Context } from "./command.js";
import { EXIT } from "./exit-codes.js";
import { Failure } from "./failure.js";
import { exists } from "./files.js";
import { warnOf } from "./project.js";
import { countThreads } from "./threads.js";

/** `none`: not at all. `stat`: there, and of the declared size. `hash`: every byte. */
export type AssetLevel = "none" | "stat" | "hash";

/**
 * Compares asset files with what their images declare. Throws a failure with every error. False when there is no asset
 * root to look into, so that nothing was compared.
 */
export async function inspectAssets(
  settings: Settings,
  images: readonly Image[],
  level: AssetLevel,
  { output }: Context,
): Promise<boolean> {
  if (level === "none") return true;
  const { diagnostics, rootMissing } = await lookAtAssets(settings, images, level);
  if (diagnostics.some(({ severity }) => severity === "error")) throw new Failure(EXIT.invalid, diagnostics);
  await warnOf(diagnostics, output);
  return !rootMissing;
}

/** What is wrong with asset files. */
export async function lookAtAssets(
  settings: Settings,
  images: readonly Image[],
  level: Exclude<AssetLevel, "none">,
): Promise<AssetFindings> {
  const { checkAssets, hashAssets } = await import("../manifest/assets.js");
  return level === "hash" ? hashAssets(settings, images, countThreads()) : checkAssets(settings, images);
}

/** One sentence that says that there is no asset root. */
export function describeMissingRoot({ projectDir, assetRoots }: Settings): string {
  const missing = assetRoots.find(({ dir }) => !exists(join(dir, ".album-sync-root"))) ?? assetRoots[0];
  const name = relative(projectDir, missing.dir);
  return `The asset root ${name} is not there, or holds no .album-sync-root.`;
}
