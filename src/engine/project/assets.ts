import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { exists, isFolder } from "../../files/exists.js";
import { type AssetReport, ROOT_MARKER } from "../../manifest/check/assets.js";
import type { AssetRoot, Settings } from "../../model/estate.js";
import type { Image } from "../../model/resource.js";
import { Failure, refusal } from "./failure.js";
import { type Project, warnOf } from "./project.js";
import { countThreads } from "./threads.js";

/** `none`: not at all. `stat`: there, and of the declared size. `hash`: every byte. */
export type AssetLevel = "none" | "stat" | "hash";

/**
 * Compares asset files with what their images declare. Throws a failure with every error. False when there is no asset
 * root to look into, so that nothing was compared.
 */
export async function inspectAssets(
  { settings, ports }: Project,
  images: Iterable<Image>,
  level: AssetLevel,
): Promise<boolean> {
  if (level === "none") return true;
  const { diagnostics, rootMissing } = await examineAssets(settings, images, level);
  if (diagnostics.some(({ severity }) => severity === "error")) throw new Failure("invalid", diagnostics);
  await warnOf(diagnostics, ports);
  return !rootMissing;
}

/** What is wrong with asset files. */
export async function examineAssets(
  settings: Settings,
  images: Iterable<Image>,
  level: Exclude<AssetLevel, "none">,
): Promise<AssetReport> {
  const { checkAssets, hashAssets } = await import("../../manifest/check/assets.js");
  return level === "hash" ? hashAssets(settings, images, countThreads()) : checkAssets(settings, images);
}

/** One sentence that says that there is no asset root. */
export function describeMissingRoot(settings: Settings): string {
  const { dir } = findMissingRoot(settings);
  const name = relative(settings.projectDir, dir);
  return isFolder(dir)
    ? `The asset root ${name} holds no ${ROOT_MARKER}.`
    : `The asset root ${name} does not exist, or holds no ${ROOT_MARKER}.`;
}

/** What to do when there is no asset root. A folder that is there may only lack its marker. */
export function adviseMissingRoot(settings: Settings): string {
  const usual = "Mount or fetch the folder, or correct assets.root in the configuration.";
  const { dir } = findMissingRoot(settings);
  if (!isFolder(dir) || readdirSync(dir).length === 0) return usual;
  return "If this is the folder of the image files, run sync init, which makes the marker; else correct assets.root in the configuration.";
}

/** The refusal of a command that can't do without the asset root. */
export function refuseMissingRoot(settings: Settings): Failure {
  return refusal("asset-root-missing", describeMissingRoot(settings), adviseMissingRoot(settings));
}

function findMissingRoot({ assetRoots }: Settings): AssetRoot {
  return assetRoots.find(({ dir }) => !exists(join(dir, ROOT_MARKER))) ?? assetRoots[0];
}
