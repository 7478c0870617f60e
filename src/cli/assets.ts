import { join, relative } from "node:path";
import type { Settings } from "../model/estate.js";
import type { Image } from "../model/resource.js";
import type { Context } from "./command.js";
import { EXIT } from "./exit-codes.js";
import { Failure } from "./failure.js";
import { exists } from "./files.js";
import { warnOf } from "./project.js";

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
  const { checkAssets } = await import("../manifest/assets.js");
  const { diagnostics, rootMissing } = await checkAssets(settings, images, level);
  if (diagnostics.some(({ severity }) => severity === "error")) throw new Failure(EXIT.invalid, diagnostics);
  await warnOf(diagnostics, output);
  return !rootMissing;
}

/** One sentence that says that there is no asset root. */
export function describeMissingRoot({ projectDir, assetRoots }: Settings): string {
  const missing = assetRoots.find(({ dir }) => !exists(join(dir, ".album-sync-root"))) ?? assetRoots[0];
  const name = relative(projectDir, missing.dir);
  return `The asset root ${name} is not there, or holds no .album-sync-root.`;
}
