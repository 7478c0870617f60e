import type { Address } from "../../model/address.js";
import type { BaselineUpdate } from "../../model/baseline.js";
import { type ChangeOutline, outlinesOf } from "../../model/change.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { DesiredEstate, Settings } from "../../model/estate.js";
import { some } from "../../model/lists/sequence.js";
import { type DatabaseState, hasBaseline, type Observation } from "../../model/observed.js";
import type { Plan } from "../../model/plan.js";
import type { Image, Resource } from "../../model/resource.js";
import type { PlanRequest } from "../../model/saved-plan.js";
import type { PlanOptions } from "../../plan/options.js";
import { settleBaseline } from "../../plan/settle-baseline.js";
import { spillInto } from "../../spill/spill-buffer.js";
import type { AssetLevel } from "../project/assets.js";
import { checkPresent, localizePath, reportPrivateCopy, withDatabase } from "../project/database.js";
import { usageFailure } from "../project/failure.js";
import { type Project, readEstate, warnOf } from "../project/project.js";
import { createPlanSpill, type FirstRoom, SPILL } from "./spill-rooms.js";

/** A plan and what it was made from. */
export interface LoadedPlan {
  readonly state: DatabaseState;
  /** The asset folder as the backend sees it. */
  readonly servedFrom: string;
  readonly plan: Plan;
  readonly request: PlanRequest;
  /** The images whose bytes the plan brings in: new ones, and those declared with other bytes than before. */
  readonly incoming: Iterable<Image>;
  readonly declaresImages: boolean;
  /** What the database may remember once the plan is carried out; undefined for a plan that was saved earlier. */
  readonly baseline?: LoadedBaseline;
}

interface LoadedBaseline extends BaselineUpdate {
  /** True when rows may have changed unnoticed, which the next run that writes repairs. */
  readonly lost: boolean;
}

/** A plan that was made just now. */
interface FreshPlan extends LoadedPlan {
  readonly estate: DesiredEstate;
}

/** How a plan is made, whatever it is asked for. */
export interface PlanDepth {
  /** Read every manifest and compare every row, also what the database remembers as settled. */
  readonly whole: boolean;
  /** Refuse a database that does not exist or is empty. */
  readonly requireDatabase: boolean;
  /** Where the members of a plan for no database go that are too many for memory; temporary files unless given. */
  readonly firstRoom?: FirstRoom;
}

export const DEFAULT_REQUEST: PlanRequest = {
  prune: false,
  restore: [],
  allowDeletes: 0,
  deleteForeign: false,
  retryThumbnails: false,
  targets: [],
  kinds: [],
};

/**
 * Reads the project and compares it with the current database. What the database remembers as settled is neither
 * read nor compared, unless that is asked for. Writes nothing; the database may be absent.
 */
export async function loadPlan(project: Project, request: PlanRequest, depth: PlanDepth): Promise<FreshPlan> {
  const { settings, ports } = project;
  const { nameRecipe } = await import("../../images/recipe.js");
  const effective = { ...request, prune: request.prune || settings.prune };
  const narrowed = effective.targets.length + effective.kinds.length > 0;
  const { estate, ...compared } = await comparePlan(
    project,
    { ...effective, budget: settings.budget, recipe: nameRecipe(settings.thumbnailEffort) },
    { ...depth, whole: depth.whole || narrowed },
  );
  await warnOf(checkServedFrom(settings, compared.state), ports);
  if (compared.memory.lost) await warnOf([DIRTY_TRACKING_LOST], ports);
  const plan = narrowed ? await narrowPlan(compared.plan, effective, estate) : compared.plan;
  return {
    ...compared,
    baseline: narrowed ? { ...compared.memory, manifests: [] } : compared.memory,
    plan,
    request: effective,
    incoming: listIncoming(plan, estate.resources),
    declaresImages: estate.declaresImages,
    estate,
  };
}

/** The same for a person to look at: asset files are compared with what their images declare. */
export async function previewPlan(
  project: Project,
  request: PlanRequest,
  { assets, ...depth }: PlanDepth & { readonly assets: AssetLevel },
): Promise<FreshPlan> {
  const loaded = await loadPlan(project, request, depth);
  const [{ checkRestoredFiles }, { adviseMissingRoot, describeMissingRoot, inspectAssets }] =
    await Promise.all([import("./restored-files.js"), import("../project/assets.js")]);
  checkRestoredFiles(loaded.plan, project.settings);
  if (!(await inspectAssets(project, loaded.incoming, assets)))
    project.ports.note(
      `${describeMissingRoot(project.settings)} No file was looked at. ${adviseMissingRoot(project.settings)}`,
    );
  return loaded;
}

const DIRTY_TRACKING_LOST: Diagnostic = {
  severity: "warning",
  code: "dirty-tracking-lost",
  summary:
    "the triggers that note what others change were lost, so every manifest was read and every row compared",
  help: "The next sync apply creates them again. Rebuilding a table drops them.",
};

/** Throws a usage failure for targets that nothing matches, neither in the manifests nor in the plan. */
async function narrowPlan(plan: Plan, { targets, kinds }: PlanRequest, estate: DesiredEstate): Promise<Plan> {
  const { createMatcher, restrictPlan } = await import("../../plan/target.js");
  const isWanted = createMatcher({ globs: targets, kinds });
  const known = [estate.resources, outlinesOf(plan.changes), plan.blocked];
  if (known.some((list) => some<{ readonly address: Address }>(list, ({ address }) => isWanted(address))))
    return restrictPlan(plan, isWanted, spillInto(SPILL));
  throw usageFailure(
    `nothing matches ${[...targets, ...kinds].join(" ")}`,
    "A target is a glob over addresses as the plan shows them, e.g. album:decks/* or image:decks/**.",
  );
}

async function comparePlan(
  project: Project,
  options: PlanOptions,
  { whole, requireDatabase, firstRoom }: PlanDepth,
): Promise<
  Pick<FreshPlan, "plan" | "servedFrom" | "state" | "estate"> & { readonly memory: LoadedBaseline }
> {
  const { settings } = project;
  const [{ observe }, { planChanges }, { readState }, { hashFile }] = await Promise.all([
    import("../../db/read/observe.js"),
    import("../../plan/plan.js"),
    import("../../db/schema/state.js"),
    import("../../files/hash.js"),
  ]);
  return withDatabase(settings, "read", async (handle) => {
    reportPrivateCopy(handle, project.ports);
    const state = await readState(handle);
    checkPresent(state, settings, requireDatabase);
    const servedFrom = chooseServedFrom(settings, state);
    const hashRow = (filePath: string) => hashFile(localizePath(filePath, servedFrom, settings.assetRoots));
    return observe(handle, { estate: settings.estate, hashFile: hashRow }, async (observation) => {
      const baseline = whole ? null : observation.baseline;
      const spill = createPlanSpill(observation.database.generation === "empty", firstRoom);
      const estate = await readEstate(project, { baseline, chooseSpill: spill.chooseImages });
      const counted = countObjects(observation);
      const plan = await planChanges(estate, counted.observation, options, spill.startLists());
      project.ports.detail(describeWork(estate, counted.seen()));
      const lost = observation.baseline === null && hasBaseline(observation.database);
      return {
        plan,
        servedFrom,
        state,
        estate,
        memory: { ...settleBaseline(estate, plan, observation), lost },
      };
    });
  });
}

function countObjects(observation: Observation): { observation: Observation; seen: () => number } {
  let seen = 0;
  async function* objects(unchanged: ReadonlySet<string>) {
    for await (const object of observation.objects(unchanged)) {
      seen++;
      yield object;
    }
  }
  return { observation: { ...observation, objects }, seen: () => seen };
}

function describeWork({ read, manifests }: DesiredEstate, objects: number): string {
  const rest = read.length < manifests.length ? "; the rest is as the last apply left it" : "";
  return `Read ${read.length} of ${manifests.length} manifests, compared ${objects} objects${rest}.`;
}

/** The asset folder as the backend sees it. What the first apply stored goes first: file paths begin with it. */
export function chooseServedFrom({ assetRoots: [root] }: Settings, { servedFrom }: DatabaseState): string {
  return servedFrom ?? root.servedFrom ?? root.dir;
}

function checkServedFrom({ assetRoots }: Settings, { servedFrom }: DatabaseState): readonly Diagnostic[] {
  const wanted = assetRoots[0].servedFrom;
  if (servedFrom === null || wanted === undefined || wanted === servedFrom) return [];
  return [
    {
      severity: "warning",
      code: "served-from-differs",
      summary: `the database serves assets from ${servedFrom}, the configuration says ${wanted}`,
      help: "File paths go on as the database has them; make served_from the same, or leave it out.",
    },
  ];
}

/** The images whose bytes a plan from history brings back, with what it knows of them. */
export function listReturning({ changes }: Plan): readonly Image[] {
  return Array.from(changes, (change): readonly Image[] => {
    if (change.kind !== "image" || !("after" in change) || !("sha256" in change.after)) return [];
    const { address, after, manifest, protect } = change;
    const origin = { source: { file: manifest, line: 1, column: 1 }, path: [] };
    return [
      { kind: "image", address, fields: after, origin, protect, albums: [], home: address, filenames: [] },
    ];
  }).flat();
}

/** The images whose bytes a plan brings in, as the manifests declare them; looked for each time that they are asked for. */
export function listIncoming(plan: Plan, resources: Iterable<Resource>): Iterable<Image> {
  return { [Symbol.iterator]: () => walkIncoming(plan, resources) };
}

function* walkIncoming(plan: Plan, resources: Iterable<Resource>): Generator<Image> {
  const declared = resources[Symbol.iterator]();
  let next = declared.next();
  // Both ascend by address, so nothing need be looked up.
  for (const change of outlinesOf(plan.changes)) {
    if (!bringsBytes(change)) continue;
    while (!next.done && next.value.address < change.address) next = declared.next();
    for (; !next.done && next.value.address === change.address; next = declared.next())
      if (next.value.kind === "image") yield next.value;
  }
}

function bringsBytes(change: ChangeOutline): boolean {
  return change.action === "create" || (change.action === "update" && "sha256" in change.after);
}
