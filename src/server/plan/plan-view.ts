import type { Question } from "../../engine/background/messages.js";
import {
  type CurrentPlan,
  type PlanHead,
  type PlanOutcome,
  type PlanSource,
  Superseded,
} from "../../engine/browse/plan-messages.js";
import { Failure } from "../../engine/project/failure.js";
import type { ProjectRequest } from "../../engine/project/project.js";
import { codeOf } from "../../files/system-error.js";
import type { Change } from "../../model/change.js";
import { EngineProcess, takeAnswer } from "./engine-process.js";

const IDLE_MS = 20_000;
/** Until a plan is tried again whose database was busy. */
const RETRY_MS = 1_000;

/** What works for the plans. */
type Worker = Pick<EngineProcess, "ask" | "end" | "isBusy" | "isEnded">;

/** A process that makes, or has made, the plan of a state. */
interface Holder {
  readonly key: string;
  readonly process: Worker;
  readonly head: Promise<PlanHead>;
}

/** Plans that are made anew only when something changed, in a process of their own. */
export class PlanView implements PlanSource {
  readonly #onPlan: (planId: string | null) => void;
  readonly #start: () => Worker;
  readonly #retryMs: number;
  #retry: NodeJS.Timeout | undefined;
  #key = "";
  #plan: Promise<CurrentPlan> | undefined;
  #known: { readonly key: string; readonly outcome: PlanOutcome } | undefined;
  #holder: Holder | undefined;
  /** A process beside that of the plans: a new state of the estate ends theirs. */
  #finder: Worker | undefined;
  #found: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** `onPlan`: told whenever more is known of the plan; null where there can be none. */
  constructor(
    onPlan: (planId: string | null) => void,
    start: () => Worker = () => new EngineProcess(IDLE_MS),
    retryMs = RETRY_MS,
  ) {
    this.#onPlan = onPlan;
    this.#start = start;
    this.#retryMs = retryMs;
  }

  read(request: ProjectRequest, key: string): Promise<CurrentPlan> {
    if (this.#plan !== undefined && key === this.#key) return this.#plan;
    this.#key = key;
    const made = this.#makePlan(request, key);
    this.#plan = made;
    made.then(
      (plan) => this.#keep(key, { plan }),
      (error: unknown) => this.#fail(request, key, error),
    );
    return made;
  }

  peek(request: ProjectRequest, key: string): PlanOutcome | undefined {
    this.read(request, key).catch(() => {});
    return this.#known?.key === key ? this.#known.outcome : undefined;
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
    clearTimeout(this.#retry);
    this.#holder?.process.end();
    this.#finder?.end();
  }

  async #findFolders(request: ProjectRequest): ReturnType<PlanSource["listUncollected"]> {
    if (this.#isClosed) throw new Superseded();
    if (this.#finder === undefined || this.#finder.isEnded) this.#finder = this.#start();
    const answer = await this.#finder.ask({ ask: "folders", request });
    return takeAnswer(answer, "uncollected").uncollected;
  }

  #keep(key: string, outcome: PlanOutcome): void {
    if (key !== this.#key) return;
    this.#known = { key, outcome };
    this.#onPlan("plan" in outcome ? outcome.plan.plan.planId : null);
  }

  /** Takes note that there is no plan of a state; also of one that there was, which could not be made again. */
  #fail(request: ProjectRequest, key: string, error: unknown): void {
    if (key !== this.#key || this.#isClosed || error instanceof Superseded) return;
    // Invalid manifests stay so until one of them changes; whatever else it is may be over the next time.
    if (!(error instanceof Failure && error.kind === "invalid")) this.#plan = undefined;
    if (isBusy(error)) {
      this.#known = undefined;
      this.#tryLater(request, key);
    } else this.#keep(key, { error });
  }

  /** Nothing else tells that a database is free again. */
  #tryLater(request: ProjectRequest, key: string): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      if (key === this.#key) this.read(request, key).catch(() => {});
    }, this.#retryMs).unref();
  }

  async #makePlan(request: ProjectRequest, key: string): Promise<CurrentPlan> {
    const head = await this.#hold(request, key).head;
    const isAtHand = () => this.#holder?.key === key && !this.#holder.process.isEnded;
    const ask = async (question: Question): Promise<readonly Change[]> => {
      if (key !== this.#key) throw new Superseded();
      const isMadeAgain = !isAtHand();
      const holder = this.#hold(request, key);
      await holder.head.catch((error: unknown) => {
        if (isMadeAgain) this.#fail(request, key, error);
        throw error;
      });
      if (isMadeAgain) this.#onPlan(head.plan.planId);
      return takeAnswer(await holder.process.ask(question), "changes").changes;
    };
    return {
      ...head,
      readChanges: async (offset, limit) =>
        offset >= head.total || limit === 0 ? [] : ask({ ask: "changes", offset, limit }),
      findChange: async (address) =>
        head.total === 0 ? undefined : (await ask({ ask: "change", address }))[0],
      isAtHand,
    };
  }

  #hold(request: ProjectRequest, key: string): Holder {
    const old = this.#holder;
    if (old?.key === key && !old.process.isEnded) return old;
    // What is still under way is of an older state.
    if (old?.process.isBusy === true) old.process.end();
    const process = old === undefined || old.process.isEnded ? this.#start() : old.process;
    const head = askForPlan(process, request);
    const holder = { key, process, head };
    this.#holder = holder;
    head.catch(() => {
      if (this.#holder === holder) this.#holder = { ...holder, key: "" };
    });
    return holder;
  }
}

/** True where another program kept the database from being read: an error that came from another process. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === "database-busy";
}

async function askForPlan(process: Worker, request: ProjectRequest): Promise<PlanHead> {
  const answer = await process.ask({ ask: "plan", request });
  return takeAnswer(answer, "head").head;
}
