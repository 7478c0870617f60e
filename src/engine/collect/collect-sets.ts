import { collectSets, type SetsReport } from "../../collect/collect-sets.js";
import { DRY_RUN_TARGET, openDisk } from "../../collect/collect-target.js";
import { nameOf } from "../../model/address.js";
import { filter } from "../../model/lists/sequence.js";
import { type Project, readEstate } from "../project/project.js";
import { findSchemas } from "../project/schemas.js";

/** Makes template manifests of the sets in a folder with an old config.yaml. `dryRun`: only tells what would be done. */
export async function collectOldSets(
  project: Project,
  { dir, dryRun }: { readonly dir: string; readonly dryRun: boolean },
): Promise<SetsReport> {
  const { settings } = project;
  const { resources } = await readEstate(project);
  const templates = filter(resources, ({ kind }) => kind === "set-template");
  return collectSets({
    dir,
    projectDir: settings.projectDir,
    manifestDir: settings.manifestDirs[0] as string,
    schemas: findSchemas(settings.projectDir),
    declared: new Set(templates.map(({ address }) => nameOf(address))),
    target: dryRun ? DRY_RUN_TARGET : openDisk(settings),
  });
}
