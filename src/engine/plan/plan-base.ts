import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { exists } from "../../files/exists.js";
import { namingFile } from "../../files/write-error.js";
import type { DesiredEstate, Settings } from "../../model/estate.js";
import type { Plan } from "../../model/plan.js";
import type { Resource } from "../../model/resource.js";
import { Failure } from "../project/failure.js";
import { type Project, readEstate, warnOf } from "../project/project.js";
import { openRevision, type Revision } from "./revision.js";

/** A plan between two states of the manifests. */
interface BasePlan {
  /** What the manifests declare that were read. */
  readonly resources: Iterable<Resource>;
  readonly plan: Plan;
}

/** More files that differ, or are no manifests, are taken with all others. */
const MOST_FILES = 2_000;

/**
 * What the manifests change against those of a git revision; no database is opened. Everything that went is a delete,
 * without a budget. Manifests that git has with the same bytes and that no change reaches are not read, unless `whole`.
 * Throws a failure when git does not know the revision or manifests that are read are invalid.
 */
export async function planAgainst(
  project: Project,
  revision: string,
  { whole }: { readonly whole: boolean },
): Promise<BasePlan> {
  const { settings } = project;
  const [{ planChanges }, { simulateApply }, { nameRecipe }] = await Promise.all([
    import("../../plan/plan.js"),
    import("../../plan/simulate-apply.js"),
    import("../../images/recipe.js"),
  ]);
  const recipe = nameRecipe(settings.thumbnailEffort);
  const { now, before } = await readBoth(project, openRevision(revision, settings), whole);
  const plan = await planChanges(now, simulateApply(before?.resources ?? [], recipe), {
    prune: true,
    restore: [],
    allowDeletes: Number.MAX_SAFE_INTEGER,
    deleteForeign: true,
    budget: settings.budget,
    recipe,
    retryThumbnails: false,
  });
  project.ports.detail(`Read ${now.read.length} of ${now.manifests.length} manifests.`);
  // No database keeps records here.
  return { resources: now.resources, plan: { ...plan, records: [], comparedWith: revision } };
}

interface Both {
  readonly now: DesiredEstate;
  /** Undefined when the project did not exist then. */
  readonly before: DesiredEstate | undefined;
}

async function readBoth(project: Project, revision: Revision, whole: boolean): Promise<Both> {
  const changed = whole ? undefined : await readChanged(project, revision);
  if (changed !== undefined) return changed;
  const now = await readEstate(project);
  return inFolder(async (folder) => {
    revision.writeAll(folder);
    const settings = await readSettings(project.settings, folder);
    if (settings === undefined) return { now, before: undefined };
    const { loadEstate } = await import("../../manifest/load/load.js");
    const { estate: before, diagnostics } = loadEstate(settings);
    if (before === undefined) throw new Failure("invalid", diagnostics);
    return { now, before };
  });
}

/** Both states without what is the same; undefined when only reading everything gives the plan or says what is wrong. */
async function readChanged({ settings, ports }: Project, revision: Revision): Promise<Both | undefined> {
  const { findSame, loadStates } = await import("../../manifest/load/compare-states.js");
  const config = basename(settings.configFile);
  if (!revision.isPlain || !revision.holds(config, readFileSync(settings.configFile))) return undefined;
  const same = findSame(settings, revision.holds);
  if (same === undefined) return undefined;
  const others = [...revision.files].filter((file) => !same.has(file));
  // To ask for most of them one by one takes longer than to take all.
  if (others.length > MOST_FILES) return undefined;
  return inFolder(async (folder) => {
    revision.write(others, folder);
    const before = await readSettings(settings, folder);
    // A folder of manifests that are all the same is there, too.
    for (const file of same.keys()) mkdirSync(dirname(join(folder, file)), { recursive: true });
    const bring = (files: readonly string[]) => revision.write(files, folder);
    const states = before && loadStates({ now: settings, before, same, bring });
    if (states !== undefined) await warnOf(states.warnings, ports);
    return states;
  });
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = namingFile(tmpdir(), () => mkdtempSync(join(tmpdir(), "sync-")));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The settings of a revision in a folder; undefined when it has none. */
async function readSettings(
  { configFile: now, untrusted }: Settings,
  folder: string,
): Promise<Settings | undefined> {
  const configFile = join(folder, basename(now));
  if (!exists(configFile)) return undefined;
  const { loadSettings } = await import("../../manifest/read/settings.js");
  const old = loadSettings({ cwd: folder, configFile, overrides: {}, untrusted });
  if (old.settings === undefined) throw new Failure("invalid", old.diagnostics);
  return old.settings;
}
