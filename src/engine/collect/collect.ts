import { join } from "node:path";
import { nameByRule } from "../../collect/adopted-names.js";
import { type CollectRequest, collectRoot } from "../../collect/collect.js";
import type { CollectReport } from "../../collect/collect-report.js";
import { DRY_RUN_TARGET, openDisk } from "../../collect/collect-target.js";
import { listTemplates } from "../../collect/known-templates.js";
import { PromptIndex } from "../../collect/match/prompt-index.js";
import { DEFAULT_LIMITS } from "../../images/header.js";
import { COLLECT_CACHE, type Settings } from "../../model/estate.js";
import type { Resource } from "../../model/resource.js";
import { failWith } from "../project/failure.js";
import { type Project, readEstate } from "../project/project.js";
import { findSchemas } from "../project/schemas.js";
import { countThreads } from "../project/threads.js";
import { readVersion } from "../project/version.js";

/** What is collected, and how. */
export interface CollectOptions extends Pick<CollectRequest, "root" | "mode"> {
  /** Only tells what would be done. */
  readonly dryRun: boolean;
  /** Lets new albums take over rows that an older import named by this rule. */
  readonly adopts: "folder" | "title" | undefined;
}

/** Finds the images of a folder, stages them and writes their manifests. Throws a failure for a folder that can't be read. */
export async function collectFolder(
  project: Project,
  { root, mode, dryRun, adopts }: CollectOptions,
): Promise<CollectReport> {
  const { settings, ports } = project;
  const estate = await readEstate(project);
  const report = await collectRoot({
    root,
    mode,
    estate: settings.estate,
    projectDir: settings.projectDir,
    boundary: settings,
    manifestDirs: settings.manifestDirs,
    manifestDir: settings.manifestDirs[0] as string,
    assetRoot: settings.assetRoots[0].dir,
    schemas: findSchemas(settings.projectDir),
    nameAdopted: (album) => (adopts === undefined ? undefined : nameByRule(adopts, album)),
    target: dryRun ? DRY_RUN_TARGET : openDisk(settings),
    prompts: new PromptIndex(estate.resources),
    cacheFile: join(settings.mediaDir, COLLECT_CACHE),
    version: readVersion(),
    now: ports.now,
    options: { ...surveyOptionsOf(settings, estate.resources), threads: countThreads() },
    onProgress: (phase, done, total) => ports.progress({ phase, done, total }),
    signal: ports.takeSignal(),
  });
  if ("outcome" in report) throw failWith("failure", report.code, report.message, report.help);
  return report;
}

/** How the files of a project's legacy images are read. */
export function surveyOptionsOf(
  settings: Settings,
  resources: Iterable<Resource>,
): CollectRequest["options"] {
  return {
    ...settings.collect,
    templates: listTemplates(resources),
    limits: { ...DEFAULT_LIMITS, pixelsInFlight: settings.pixelsInFlight },
  };
}
