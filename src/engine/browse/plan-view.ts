import type { Address } from "../../model/address.js";
import { manifestOf, outlinesOf } from "../../model/change.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { DatabaseState } from "../../model/observed.js";
import type { Plan } from "../../model/plan.js";
import { DEFAULT_REQUEST, loadPlan } from "../plan/plan.js";
import { Failure } from "../project/failure.js";
import { type Ports, withoutListener } from "../project/ports.js";
import type { Project } from "../project/project.js";
import { hasDrift } from "../status.js";

/** How an object stands. `deleted`: somebody deleted its row. `drifted`: somebody edited what is declared. */
type ObjectState = "in-sync" | "pending" | "drifted" | "deleted";

/** A plan of this moment, with how the albums and templates stand. */
export interface CurrentPlan {
  readonly plan: Plan;
  readonly state: DatabaseState;
  /** Of templates and albums that are not in sync. */
  readonly states: ReadonlyMap<Address, ObjectState>;
  /** Of manifests that declare images which are not in sync; relative to the project folder. */
  readonly files: ReadonlyMap<string, ObjectState>;
  /** Changes that repair what somebody edited in the database. */
  readonly drift: number;
  /** What there is to say beside the plan, as commands print it. */
  readonly warnings: readonly Diagnostic[];
}

/** The plan of a project's manifests and database, made anew only when one of them changed. */
export class PlanView {
  #key = "";
  #plan: Promise<CurrentPlan> | undefined;

  /** `key`: of the state of manifests and database. Throws the failure of a plan that can't be made. */
  read(project: Project, key: string): Promise<CurrentPlan> {
    if (this.#plan === undefined || key !== this.#key) {
      this.#key = key;
      this.#plan = makePlan(project);
      // A database that was busy may be free the next time; invalid manifests stay so until one of them changes.
      this.#plan.catch((error: unknown) => {
        if (!(error instanceof Failure && error.kind === "invalid")) this.#key = "";
      });
    }
    return this.#plan;
  }
}

async function makePlan(project: Project): Promise<CurrentPlan> {
  const warnings: Diagnostic[] = [];
  const ports: Ports = {
    ...withoutListener(project.ports),
    warn: async (diagnostics) => {
      warnings.push(...diagnostics);
    },
  };
  const { plan, state } = await loadPlan({ ...project, ports }, DEFAULT_REQUEST, {
    whole: false,
    requireDatabase: false,
  });
  const states = new Map<Address, ObjectState>();
  const files = new Map<string, ObjectState>();
  let drift = 0;
  for (const change of outlinesOf(plan.changes)) {
    const drifted = hasDrift(change);
    if (drifted) drift++;
    if (change.kind !== "image") states.set(change.address, drifted ? "drifted" : "pending");
    const file = manifestOf(change);
    if (file !== undefined && files.get(file) !== "drifted") files.set(file, drifted ? "drifted" : "pending");
  }
  for (const { address, kind, code } of plan.blocked)
    if (kind !== "image") states.set(address, code === "deleted-in-database" ? "deleted" : "pending");
  // Nobody looks at these, and there may be one for each image.
  const shown = { ...plan, thumbnails: [], records: [] };
  return { plan: shown, state, states, files, drift, warnings };
}
