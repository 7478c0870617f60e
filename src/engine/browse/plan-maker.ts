import type { Uncollected } from "../../collect/find-uncollected.js";
import type { Address } from "../../model/address.js";
import { type Change, manifestOf, outlinesOf } from "../../model/change.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Plan } from "../../model/plan.js";
import { DEFAULT_REQUEST, loadPlan } from "../plan/plan.js";
import { collectWarnings } from "../project/ports.js";
import { openProject, type ProjectRequest } from "../project/project.js";
import { hasDrift } from "../status.js";
import { ManifestIndex } from "./manifest-index.js";
import type { ObjectState, PlanAnswer, PlanHead, PlanQuestion } from "./plan-messages.js";
import { cutChanges, headOf } from "./plan-parts.js";

/** Makes one plan after the other, and hands out parts of the newest. */
export class PlanMaker {
  #plan: Plan | undefined;

  async answer(question: PlanQuestion): Promise<PlanAnswer> {
    if (question.ask === "change") return { changes: findChange(this.#plan, question.address) };
    if (question.ask === "folders") return { uncollected: await findFolders(question.request) };
    if (question.ask === "changes") return { changes: cutChanges(this.#plan, question) };
    this.#plan = undefined;
    const { plan, head } = await makePlan(question.request);
    this.#plan = plan;
    return { head };
  }
}

async function findFolders(request: ProjectRequest): Promise<Uncollected> {
  const { settings } = await openProject(request, collectWarnings([]));
  const { listUncollected } = await import("./uncollected.js");
  const index = new ManifestIndex();
  await index.refresh(settings);
  return listUncollected(settings, index.state.manifests);
}

async function makePlan(request: ProjectRequest): Promise<{ readonly plan: Plan; readonly head: PlanHead }> {
  const warnings: Diagnostic[] = [];
  const { plan, state } = await loadPlan(
    await openProject(request, collectWarnings(warnings)),
    DEFAULT_REQUEST,
    {
      whole: false,
      requireDatabase: false,
    },
  );
  return { plan, head: { ...summarize(plan), state, warnings } };
}

function summarize(made: Plan): Omit<PlanHead, "state" | "warnings"> {
  const states = new Map<Address, ObjectState>();
  const files = new Map<string, ObjectState>();
  let drift = 0;
  for (const change of outlinesOf(made.changes)) {
    const state = hasDrift(change) ? "drifted" : "pending";
    if (state === "drifted") drift++;
    if (change.kind !== "image") states.set(change.address, state);
    const file = manifestOf(change);
    if (file !== undefined && files.get(file) !== "drifted") files.set(file, state);
  }
  for (const { address, kind, code } of made.blocked)
    if (kind !== "image") states.set(address, code === "deleted-in-database" ? "deleted" : "pending");
  return { ...headOf(made), states, files, drift };
}

function findChange(plan: Plan | undefined, address: Address): readonly Change[] {
  for (const change of plan?.changes ?? []) if (change.address === address) return [change];
  return [];
}
