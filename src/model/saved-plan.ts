import type { Address, Kind } from "./address.js";
import type { Plan } from "./plan.js";

/** What was asked of a plan beyond the configuration; every consent is among it. */
export interface PlanRequest {
  readonly prune: boolean;
  readonly restore: "all" | readonly Address[];
  readonly allowDeletes: number;
  readonly deleteForeign: boolean;
  readonly retryThumbnails: boolean;
  /** Globs over addresses, and kinds, that the plan was narrowed to; empty: everything. */
  readonly targets: readonly string[];
  readonly kinds: readonly Kind[];
}

/** A plan as its file holds it; see schemas/plan.schema.json. */
export interface SavedPlan extends Plan {
  readonly asked: PlanRequest;
  /** SHA-256, hex, over everything else in the file. */
  readonly digest: string;
}
