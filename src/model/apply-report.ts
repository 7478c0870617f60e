import type { Address } from "./address.js";
import type { Json } from "./json.js";
import type { ActionCounts } from "./plan.js";

/** A value that the plan saw and that is another by now. */
export interface StaleField {
  readonly address: Address;
  readonly field: string;
  readonly planned: Json | undefined;
  readonly found: Json | undefined;
}

/** A thumbnail that could not be made, with a message for a person. */
export interface ThumbnailFailure {
  readonly address: Address;
  readonly error: string;
}

/**
 * What one run of apply or thumbnails did. `stale`: the plan no longer fits, nothing was written. `partial`: rows are
 * written, but a thumbnail failed or was not attempted. `interrupted`: stopped by a signal at a safe point.
 */
export interface ApplyReport {
  readonly state: "complete" | "partial" | "interrupted" | "failed" | "stale";
  /** Number of the run in history; null when no run was recorded. */
  readonly run: number | null;
  /** Changes that were made, by action. All zero when rows were not written. */
  readonly actions: ActionCounts;
  /** Changes of the plan that held already, as when it is applied a second time. */
  readonly held: number;
  readonly thumbnails: {
    readonly made: number;
    readonly removed: number;
    /** Left where they are, since nothing tells whether they show the image of their row; absent: none. */
    readonly unsure?: number;
    /** Ascending by address. */
    readonly failed: readonly ThumbnailFailure[];
    /** Still in the queue for the next run. */
    readonly notAttempted: number;
    /** Added to the queue of a shared database, for workers; absent: none were to be. */
    readonly queued?: number;
  };
  /** Filled in when `state` is `stale`. Ascending by address and field. */
  readonly stale: readonly StaleField[];
  readonly elapsedMs: number;
}

/** Counts of a run that changed no row. */
export const NO_ACTIONS: ActionCounts = { create: 0, update: 0, move: 0, adopt: 0, release: 0, delete: 0 };
