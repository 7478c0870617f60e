import type { Address, Kind } from "./address.js";
import type { Action, Blocked, Changes, RecordPatch } from "./change.js";
import type { Sequence } from "./lists/sequence.js";

export const PLAN_FORMAT = "1.0";

/** A thumbnail to make, make again or remove. */
export interface ThumbnailChange {
  readonly address: Address;
  readonly action: "make" | "remake" | "remove";
  /** SHA-256 of the image's bytes; null for `remove`. */
  readonly sha256: string | null;
  readonly reason: string;
}

/** A record that is brought up to date without any change of a row. */
export interface RecordChange {
  readonly address: Address;
  readonly patch: RecordPatch;
  readonly manifest: string;
  readonly protect: boolean;
}

export type ActionCounts = { readonly [A in Action]: number };

export interface PlanSummary {
  readonly actions: ActionCounts;
  readonly kinds: { readonly [K in Kind]: ActionCounts };
  readonly blocked: number;
  readonly thumbnails: { readonly make: number; readonly remake: number; readonly remove: number };
}

/** What `apply` carries out. Nothing outside `changes` influences the rows of the backend's tables. */
export interface Plan {
  readonly formatVersion: string;
  /** SHA-256, hex, over format, estate and what the changes do; see docs/plans.md. */
  readonly planId: string;
  readonly estate: string;
  /** The manifests that were read, ascending, with the digest of all that shapes their resources. */
  readonly manifests: readonly ManifestDigest[];
  /** The database that was read. */
  readonly base: { readonly database: string; readonly schemaVersion: number };
  /** Migrations that must run first. */
  readonly pendingMigrations: readonly string[];
  readonly changes: Changes;
  readonly blocked: readonly Blocked[];
  /** Reasons why the plan as a whole must not be applied. */
  readonly guards: readonly PlanGuard[];
  readonly thumbnails: Sequence<ThumbnailChange>;
  readonly records: readonly RecordChange[];
  /** Released objects: what a later run with pruning would delete. */
  readonly prunable: readonly Address[];
  /** Remarks that need no action, e.g. fields whose ownership ended because somebody edited them. */
  readonly notes: readonly PlanNote[];
  readonly summary: PlanSummary;
  /** The git revision whose manifests stood in for the database; such a plan is shown, never saved or applied. */
  readonly comparedWith?: string;
  /** The run that this plan takes back: its changes come from history, not from manifests. */
  readonly reverses?: { readonly run: number; readonly gitCommit: string | null };
}

export interface ManifestDigest {
  readonly file: string;
  readonly sha256: string;
}

/** A limit that the plan as a whole exceeds. */
export interface PlanGuard {
  /** Stable name: `empty-estate`, `budget-exceeded`. */
  readonly code: string;
  readonly reason: string;
  readonly help: string;
}

export interface PlanNote {
  readonly address: Address;
  readonly text: string;
}

/** True when applying the plan would leave rows and thumbnails as they are. */
export function isEmptyPlan(plan: Plan): boolean {
  return (
    plan.changes.length === 0 &&
    plan.blocked.length === 0 &&
    plan.guards.length === 0 &&
    plan.thumbnails.length === 0 &&
    plan.pendingMigrations.length === 0
  );
}
