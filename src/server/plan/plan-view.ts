import {
  type CurrentPlan,
  type PlanHead,
  type PlanQuestion,
  type PlanSource,
  Superseded,
} from "../../engine/browse/plan-messages.js";
import { Failure } from "../../engine/project/failure.js";
import type { ProjectRequest } from "../../engine/project/project.js";
import type { Change } from "../../model/change.js";
import { Planner } from "./planner.js";

/** Plans that are made anew only when something changed, in a process of their own. */
export class PlanView implements PlanSource {
  #key = "";
  #plan: Promise<CurrentPlan> | undefined;
  #planner: Planner | undefined;
  /** A process beside that of the plans: a new state of the estate ends theirs. */
  #finder: Planner | undefined;
  #found: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  read(request: ProjectRequest, key: string): Promise<CurrentPlan> {
    if (this.#plan !== undefined && key === this.#key) return this.#plan;
    this.#key = key;
    const made = this.#makePlan(request, key);
    this.#plan = made;
    // A database that was busy may be free the next time; invalid manifests stay so until one of them changes.
    made.catch((error: unknown) => {
      if (this.#plan === made && !(error instanceof Failure && error.kind === "invalid"))
        this.#plan = undefined;
    });
    return made;
  }

  /** One search after the other: what is asked for now is to be of this moment. */
  listUncollected(request: ProjectRequest): ReturnType<PlanSource["listUncollected"]> {
    const find = () => this.#findFolders(request);
    const found = this.#found.then(find, find);
    this.#found = found;
    return found;
  }

  close(): void {
    this.#isClosed = true;
    this.#planner?.end();
    this.#finder?.end();
  }

  async #findFolders(request: ProjectRequest): ReturnType<PlanSource["listUncollected"]> {
    if (this.#isClosed) throw new Superseded();
    if (this.#finder === undefined || this.#finder.isEnded) this.#finder = new Planner();
    const answer = await this.#finder.ask({ ask: "folders", request });
    if (!("uncollected" in answer)) throw new Error("The process answered another question.");
    return answer.uncollected;
  }

  async #makePlan(request: ProjectRequest, key: string): Promise<CurrentPlan> {
    const { planner, head } = await this.#askForPlan(request, key);
    let holder = planner;
    const ask = async (question: PlanQuestion): Promise<readonly Change[]> => {
      // The process ended, or holds another plan by now.
      if (holder.isEnded || holder.key !== key) holder = (await this.#askForPlan(request, key)).planner;
      const answer = await holder.ask(question);
      return "changes" in answer ? answer.changes : [];
    };
    return {
      ...head,
      readChanges: async (offset, limit) =>
        offset >= head.total || limit === 0 ? [] : ask({ ask: "changes", offset, limit }),
      findChange: async (address) =>
        head.total === 0 ? undefined : (await ask({ ask: "change", address }))[0],
    };
  }

  async #askForPlan(
    request: ProjectRequest,
    key: string,
  ): Promise<{ readonly planner: Planner; readonly head: PlanHead }> {
    // What is still under way is of an older state.
    if (this.#planner?.isBusy === true) this.#planner.end();
    if (this.#planner === undefined || this.#planner.isEnded) this.#planner = new Planner();
    const planner = this.#planner;
    planner.key = key;
    const answer = await planner.ask({ ask: "plan", request });
    if (!("head" in answer)) throw new Error("The process answered another question.");
    return { planner, head: answer.head };
  }
}
