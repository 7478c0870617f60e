import { resolve } from "node:path";
import { readInPieces } from "../../files/regular-file.js";
import { describeReadError, systemCode } from "../../files/system-error.js";
import { type Address, nameOf } from "../../model/address.js";
import { outlinesOf } from "../../model/change.js";
import type { Settings } from "../../model/estate.js";
import { filter } from "../../model/lists/sequence.js";
import type { Resource } from "../../model/resource.js";
import type { SavedPlan } from "../../model/saved-plan.js";
import { spillInto } from "../../spill/spill-buffer.js";
import { chooseServedFrom, type LoadedPlan, listIncoming, listReturning } from "../plan/plan.js";
import { SPILL } from "../plan/spill-rooms.js";
import { checkPresent, readRecords, withDatabase } from "../project/database.js";
import { usageFailure } from "../project/failure.js";
import type { Project } from "../project/project.js";
import { readVersion } from "../project/version.js";
import { judgeSaved, type SavedPlanContext } from "./judge-saved.js";
import { refuseIf, refusePlan } from "./refuse-plan.js";

/** Reads the file that `sync plan --out` wrote. Throws a failure when it is not that file, byte for byte. */
export async function readPlanFile(file: string, cwd: string): Promise<SavedPlan> {
  const { readSavedPlan } = await import("../../saved/read.js");
  const result = readSavedPlan(readPieces(file, resolve(cwd, file)), spillInto(SPILL));
  if (result.plan === undefined) throw refusePlan(result.problem);
  return result.plan;
}

const PIECE = 1 << 20;

/** The bytes of a file, as it was named, so many at a time. Throws a usage failure when they can't be read. */
function* readPieces(name: string, path: string): Generator<Buffer> {
  try {
    yield* readInPieces(path, PIECE);
  } catch (error) {
    const reason = describeReadError(systemCode(error));
    throw usageFailure(`${name} ${reason}`, "Name a file that sync plan --out wrote.");
  }
}

/**
 * A saved plan with what applying it needs. Nothing is planned again: throws a failure unless file, estate, database,
 * schema and the manifests that its changes come from are those that were planned with.
 */
export async function openSavedPlan(
  project: Project,
  plan: SavedPlan,
  { requireDatabase }: { readonly requireDatabase: boolean },
): Promise<LoadedPlan> {
  const { settings, ports } = project;
  const { findTargetProblem } = await import("../../saved/check.js");
  const { state, firstPlan, appliedBy } = await readTarget(settings, plan.planId);
  checkPresent(state, settings, requireDatabase);
  refuseIf(findTargetProblem(plan, { estate: settings.estate, state, firstPlan }));
  const declared =
    plan.reverses === undefined
      ? await checkDeclared(project, plan)
      : // What manifests declare is no matter to a plan that takes a run back.
        {
          plan,
          incoming: listReturning(plan),
          declaresImages: false,
          declared: Number.POSITIVE_INFINITY,
          adopting: [],
        };
  const judged = await judgeSaved(declared.plan, {
    settings,
    state,
    isRepeat: appliedBy !== null,
    ...declared,
  });
  if (appliedBy !== null)
    ports.note(`Run ${appliedBy.run} applied this plan before; changes that are already made are skipped.`);
  return {
    state,
    servedFrom: chooseServedFrom(settings, state),
    request: plan.asked,
    plan: judged,
    incoming: declared.incoming,
    declaresImages: declared.declaresImages,
  };
}

interface Declared
  extends Pick<LoadedPlan, "incoming" | "declaresImages">,
    Pick<SavedPlanContext, "declared" | "adopting"> {
  readonly plan: SavedPlan;
}

/** What a plan from manifests needs of them. Throws a failure when they are not those that it was made from. */
async function checkDeclared({ settings, ports }: Project, plan: SavedPlan): Promise<Declared> {
  const [{ findManifestProblem, dropOldRecords }, { findUndeclared }] = await Promise.all([
    import("../../saved/check.js"),
    import("../../saved/declared.js"),
  ]);
  const removed = listRemoved(plan);
  let { readable, holders } = await readManifests(plan, settings, false);
  const files = findFiles(readable.resources, new Set(removed));
  const fileOf = (address: Address) => {
    const holder = holders.get(address);
    if (holder !== undefined && readable.unchangedManifests.has(holder)) return holder;
    return files.get(address) ?? readable.broken.find(({ text }) => text.includes(nameOf(address)))?.file;
  };
  refuseIf(findManifestProblem(plan, { manifests: readable.manifests, fileOf }));
  const current = dropOldRecords(plan, readable.manifests);
  let undeclared = findUndeclared(current, readable.resources);
  if (undeclared !== undefined && readable.unchangedManifests.size > 0) {
    // What was not read may be what the plan comes from, as when it is carried out again.
    ({ readable, holders } = await readManifests(plan, settings, true));
    undeclared = findUndeclared(current, readable.resources);
  }
  refuseIf(undeclared);
  const { resources, unchangedManifests: unchanged, broken, declaresImages } = readable;
  if (broken.length > 0)
    ports.note(`Left aside: ${broken.map(({ file }) => file).join(", ")} can't be read; see sync validate.`);
  return {
    plan: current,
    incoming: listIncoming(plan, resources),
    declaresImages,
    declared: resources.length + unchanged.size,
    adopting: listAdopting(plan, resources),
  };
}

function listRemoved({ changes }: SavedPlan): readonly Address[] {
  return filter(outlinesOf(changes), ({ action }) => action === "release" || action === "delete").map(
    ({ address }) => address,
  );
}

/** `whole`: also those that the database holds as they are. What is wrong with others than the plan's is no matter. */
async function readManifests(plan: SavedPlan, settings: Settings, whole: boolean) {
  const { loadReadable } = await import("../../manifest/load/load-readable.js");
  return readRecords(settings, async (observation) => {
    const baseline = whole ? null : observation.baseline;
    return {
      readable: loadReadable(settings, { baseline, program: readVersion(), chooseSpill: () => SPILL }),
      holders: baseline?.findHolders(listRemoved(plan)) ?? new Map<Address, string>(),
    };
  });
}

function listAdopting({ changes }: SavedPlan, resources: Iterable<Resource>): readonly Resource[] {
  const wanted = new Set<Address>();
  for (const { action, kind, address } of outlinesOf(changes))
    if (action === "adopt" && kind !== "image") wanted.add(address);
  return wanted.size === 0 ? [] : filter(resources, ({ address }) => wanted.has(address));
}

/** The manifests that declare some of these addresses. */
function findFiles(
  resources: Iterable<Resource>,
  wanted: ReadonlySet<Address>,
): ReadonlyMap<Address, string> {
  const files = new Map<Address, string>();
  if (wanted.size === 0) return files;
  for (const { address, origin } of resources)
    if (wanted.has(address)) files.set(address, origin.source.file);
  return files;
}

async function readTarget(settings: Settings, planId: string) {
  const [{ readState }, { readFirstPlan, findPlanRun }] = await Promise.all([
    import("../../db/schema/state.js"),
    import("../../db/history/history.js"),
  ]);
  return withDatabase(settings, "read", async (handle) => ({
    state: await readState(handle),
    firstPlan: await readFirstPlan(handle),
    appliedBy: await findPlanRun(handle, settings.estate, planId),
  }));
}
