import { DRY_RUN_TARGET, openDisk } from "../../collect/collect-target.js";
import { readKnownAlbums } from "../../collect/match/known-albums.js";
import { PromptIndex } from "../../collect/match/prompt-index.js";
import { type RelinkReport, relinkAlbums } from "../../collect/relink.js";
import { resolveAsset } from "../../manifest/check/assets.js";
import { type Project, readEstate } from "../project/project.js";
import { surveyOptionsOf } from "./collect.js";

/** Ties images of manifests that were written before their set template was. `dryRun`: only tells what would be done. */
export async function relinkManifests(
  project: Project,
  { dryRun }: { readonly dryRun: boolean },
): Promise<RelinkReport> {
  const { settings } = project;
  const { resources } = await readEstate(project);
  return relinkAlbums({
    albums: readKnownAlbums(settings.manifestDirs, settings),
    locate: (file) => resolveAsset(settings, file),
    prompts: new PromptIndex(resources),
    options: surveyOptionsOf(settings, resources),
    target: dryRun ? DRY_RUN_TARGET : openDisk(settings),
  });
}
