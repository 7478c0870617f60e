import { type Kind, parseAddress } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { DesiredEstate, Settings } from "../model/estate.js";
import type { DatabaseState } from "../model/observed.js";
import type { Plan } from "../model/plan.js";
import type { Image } from "../model/resource.js";
import type { PlanRequest } from "../model/saved-plan.js";
import type { PlanOptions } from "../plan/options.js";
import type { Context } from "./command.js";
import { localizePath, withDatabase } from "./database.js";
import { usageFailure } from "./failure.js";
import type { Flags } from "./flags.js";
import { readEstate, readSettings, warnOf } from "./project.js";

/** A plan and what it was made from. */
export interface LoadedPlan {
  readonly settings: Settings;
  readonly state: DatabaseState;
  /** The asset folder as the backend sees it. */
  readonly servedFrom: string;
  readonly plan: Plan;
  readonly asked: PlanRequest;
  /** The images whose bytes the plan brings in: new ones, and those declared with other bytes than before. */
  readonly incoming: readonly Image[];
  readonly declaresImages: boolean;
}

/** A plan that was made just now. */
export interface FreshPlan extends LoadedPlan {
  readonly estate: DesiredEstate;
}

export const NO_WISHES: PlanRequest = {
  prune: false,
  restore: [],
  allowDeletes: 0,
  deleteForeign: false,
  retryThumbnails: false,
  targets: [],
  kinds: [],
};

/** Reads the project and compares it with the database as it is now. Writes nothing; the database may be absent. */
export async function loadPlan(context: Context, wishes: PlanRequest): Promise<FreshPlan> {
  const settings = await readSettings(context);
  const estate = await readEstate(settings, context);
  const { nameRecipe } = await import("../images/thumbnails.js");
  const asked = { ...wishes, prune: wishes.prune || settings.prune };
  const compared = await comparePlan(settings, estate, {
    ...asked,
    budget: settings.budget,
    recipe: nameRecipe(settings.thumbnailEffort),
  });
  await warnOf(checkServedFrom(settings, compared.state), context.output);
  const plan = await narrowPlan(compared.plan, asked, estate);
  return {
    settings,
    ...compared,
    plan,
    asked,
    incoming: listIncoming(plan, estate),
    declaresImages: declaresImages(estate),
    estate,
  };
}

/** Throws a usage failure for targets that nothing matches, neither in the manifests nor in the plan. */
async function narrowPlan(plan: Plan, { targets, kinds }: PlanRequest, estate: DesiredEstate): Promise<Plan> {
  if (targets.length + kinds.length === 0) return plan;
  const { createMatcher, restrictPlan } = await import("../plan/target.js");
  const isWanted = createMatcher({ globs: targets, kinds });
  const known = [...estate.resources, ...plan.changes, ...plan.blocked].map(({ address }) => address);
  if (known.some(isWanted)) return restrictPlan(plan, isWanted);
  throw usageFailure(
    `nothing matches ${[...targets, ...kinds].join(" ")}`,
    "A target is a glob over addresses as the plan shows them, e.g. album:decks/* or image:decks/**.",
  );
}

async function comparePlan(
  settings: Settings,
  estate: DesiredEstate,
  options: PlanOptions,
): Promise<Pick<LoadedPlan, "plan" | "servedFrom" | "state">> {
  const [{ observe }, { planChanges }, { readState }, { hashFile }] = await Promise.all([
    import("../db/observe.js"),
    import("../plan/plan.js"),
    import("../db/state.js"),
    import("../manifest/assets.js"),
  ]);
  return withDatabase(settings, "read", async (handle) => {
    const state = await readState(handle);
    const servedFrom = chooseServedFrom(settings, state);
    const hashRow = (filePath: string) => hashFile(localizePath(filePath, servedFrom, settings.assetRoots));
    const plan = await observe(handle, { estate: estate.name, hashFile: hashRow }, (observation) =>
      planChanges(estate, observation, options),
    );
    return { plan, servedFrom, state };
  });
}

/** True when the manifests declare images, whether the plan changes them or not. */
export function declaresImages({ resources }: DesiredEstate): boolean {
  return resources.some(({ kind }) => kind === "image");
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

/** What the flags of plan and apply ask. Throws a usage failure for a word that is no address. */
export function readPlanWishes(flags: Flags): PlanRequest {
  return {
    prune: flags.isOn("prune"),
    restore: readRestore(flags.list("restore")),
    allowDeletes: flags.count("allow-deletes") ?? 0,
    deleteForeign: flags.isOn("delete-foreign"),
    retryThumbnails: flags.isOn("retry"),
    ...readTargets(flags),
  };
}

/** Throws a usage failure for a target beside --prune. */
function readTargets(flags: Flags): Pick<PlanRequest, "targets" | "kinds"> {
  const targets = flags.list("target");
  const kind = flags.text("kind");
  if (flags.isOn("prune") && targets.length + (kind === undefined ? 0 : 1) > 0)
    throw usageFailure(
      "--prune does not go with --target or --kind",
      "A targeted plan never deletes: prune in a run of its own.",
    );
  return { targets, kinds: kind === undefined ? [] : [kind as Kind] };
}

function readRestore(words: readonly string[]): PlanOptions["restore"] {
  const wrong = words.find((word) => word !== "all" && parseAddress(word) === undefined);
  if (wrong !== undefined) {
    throw usageFailure(
      `--restore can't be "${wrong}"`,
      "Give an address as the plan shows it, e.g. album:decks/first, or all.",
    );
  }
  return words.includes("all") ? "all" : words;
}

/** The images whose bytes a plan from history brings back, with what it knows of them. */
export function listReturning({ changes }: Plan): readonly Image[] {
  return changes.flatMap((change): readonly Image[] => {
    if (change.kind !== "image" || !("after" in change) || !("sha256" in change.after)) return [];
    const { address, after, manifest, protect } = change;
    const origin = { source: { file: manifest, line: 1, column: 1 }, path: [] };
    return [
      { kind: "image", address, fields: after, origin, protect, albums: [], home: address, filenames: [] },
    ];
  });
}

/** The images whose bytes a plan brings in, as the manifests declare them. */
export function listIncoming(plan: Plan, estate: DesiredEstate): readonly Image[] {
  const incoming = new Set(
    plan.changes
      .filter(
        (change) => change.action === "create" || (change.action === "update" && "sha256" in change.after),
      )
      .map(({ address }) => address),
  );
  return estate.resources.filter(
    (resource): resource is Image => resource.kind === "image" && incoming.has(resource.address),
  );
}
