import type { Uncollected } from "../../collect/find-uncollected.js";
import type { Address } from "../../model/address.js";
import type { Change } from "../../model/change.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { DatabaseState } from "../../model/observed.js";
import type { Plan } from "../../model/plan.js";
import type { ProjectRequest } from "../project/project.js";

/** How an object stands. `deleted`: somebody deleted its row. `drifted`: somebody edited what is declared. */
export type ObjectState = "pending" | "drifted" | "deleted";

/** What is asked of who makes plans; parts are of the newest one. `folders`: legacy ones that were not collected. */
export type PlanQuestion =
  | { readonly ask: "plan"; readonly request: ProjectRequest }
  | { readonly ask: "changes"; readonly offset: number; readonly limit: number }
  | { readonly ask: "change"; readonly address: Address }
  | { readonly ask: "folders"; readonly request: ProjectRequest };

/** A plan without what there may be one of for each image. */
export interface PlanHead {
  readonly plan: Omit<Plan, "changes" | "thumbnails" | "records" | "manifests">;
  /** How many changes it has. */
  readonly total: number;
  /** Of templates and albums that are not in sync. */
  readonly states: ReadonlyMap<Address, ObjectState>;
  /** Of manifests with changes; relative to the project folder. */
  readonly files: ReadonlyMap<string, ObjectState>;
  /** Changes that repair what somebody edited in the database. */
  readonly drift: number;
  readonly state: DatabaseState;
  /** What there is to say beside the plan, as commands print it. */
  readonly warnings: readonly Diagnostic[];
}

/** A plan of this moment. Its changes are handed out in parts. */
export interface CurrentPlan extends PlanHead {
  readonly readChanges: (offset: number, limit: number) => Promise<readonly Change[]>;
  readonly findChange: (address: Address) => Promise<Change | undefined>;
  /** False when the plan has to be made again before parts of it can be handed out. */
  readonly isAtHand: () => boolean;
}

/** What making a plan came to. */
export type PlanOutcome = { readonly plan: CurrentPlan } | { readonly error: unknown };

/** Who makes the plans of a project, and whatever else takes so long that a server must not do it itself. */
export interface PlanSource {
  /**
   * The plan of a state of manifests and database; `key` names the state. Throws the failure of a plan that can't be made,
   * and Superseded where the plan of another state was asked for meanwhile.
   */
  read(request: ProjectRequest, key: string): Promise<CurrentPlan>;
  /** The same where it is known already; undefined where it is not: then it is being made from here on. */
  peek(request: ProjectRequest, key: string): PlanOutcome | undefined;
  /** The legacy folders of this moment that were not collected. */
  listUncollected(request: ProjectRequest): Promise<Uncollected>;
  close(): void;
}

/** The plan was not made, since files or rows changed meanwhile. */
export class Superseded extends Error {
  override readonly name: string = "Superseded";
}

/** What is answered. */
export type PlanAnswer =
  | { readonly head: PlanHead }
  | { readonly changes: readonly Change[] }
  | { readonly uncollected: Uncollected };
