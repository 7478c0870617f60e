import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, sep } from "node:path";
import { exists } from "../../files/exists.js";
import { namingFile } from "../../files/write-error.js";
import type { DesiredEstate, Settings } from "../../model/estate.js";
import type { Plan } from "../../model/plan.js";
import { Failure, usageFailure } from "../project/failure.js";
import { runGit } from "../project/git.js";
import { type Project, readEstate } from "../project/project.js";

/** A plan between two states of the manifests. */
interface BasePlan {
  readonly estate: DesiredEstate;
  readonly plan: Plan;
}

/**
 * What the manifests change against those of a git revision; no database is opened. Everything that went is a delete,
 * without a budget. Throws a failure when git does not know the revision or its manifests are invalid.
 */
export async function planAgainst(project: Project, revision: string): Promise<BasePlan> {
  const { settings } = project;
  const estate = await readEstate(project);
  const [{ planChanges }, { simulateApply }, { nameRecipe }] = await Promise.all([
    import("../../plan/plan.js"),
    import("../../plan/simulate-apply.js"),
    import("../../images/recipe.js"),
  ]);
  const recipe = nameRecipe(settings.thumbnailEffort);
  const before = await readRevision(revision, settings);
  const plan = await planChanges(estate, simulateApply(before?.resources ?? [], recipe), {
    prune: true,
    restore: [],
    allowDeletes: Number.MAX_SAFE_INTEGER,
    deleteForeign: true,
    budget: settings.budget,
    recipe,
    retryThumbnails: false,
  });
  // No database keeps records here.
  return { estate, plan: { ...plan, records: [], comparedWith: revision } };
}

/** The manifests of a revision; undefined when the project did not exist then. */
async function readRevision(revision: string, settings: Settings): Promise<DesiredEstate | undefined> {
  const [{ loadEstate }, { loadSettings }] = await Promise.all([
    import("../../manifest/load/load.js"),
    import("../../manifest/read/settings.js"),
  ]);
  const folder = namingFile(tmpdir(), () => mkdtempSync(join(tmpdir(), "sync-")));
  try {
    unpack(revision, settings, folder);
    const configFile = join(folder, basename(settings.configFile));
    if (!exists(configFile)) return undefined;
    const { untrusted } = settings;
    const old = loadSettings({ cwd: folder, configFile, overrides: {}, untrusted });
    if (old.settings === undefined) throw new Failure("invalid", old.diagnostics);
    const { estate, diagnostics } = loadEstate(old.settings);
    if (estate === undefined) throw new Failure("invalid", diagnostics);
    return estate;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the project folder of a revision, without its assets, into another folder. */
function unpack(revision: string, { projectDir, assetRoots }: Settings, folder: string): void {
  const inside = assetRoots.map(({ dir }) => relative(projectDir, dir).split(sep).join("/"));
  const left = inside
    .filter((path) => path !== "" && !path.startsWith(".."))
    .map((path) => `:(exclude)${path}`);
  try {
    const commit = runGit(projectDir, ["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`]);
    const tree = ["archive", "--format=tar", commit.toString().trim(), "--", ".", ...left];
    execFileSync("tar", ["-x", "-C", folder], { input: runGit(projectDir, tree) });
  } catch (error) {
    const detail =
      error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n")[0] : "";
    throw usageFailure(
      `--base ${revision}: git can't give its files${detail === "" ? "" : ` (${detail})`}`,
      "Name a branch, tag or commit that is here; in CI fetch it first (fetch-depth: 0).",
    );
  }
}
