import type { Diagnostic } from "../../model/diagnostic.js";

/** Why a use case ended early: what a caller may answer differently. */
export type FailureKind =
  | "failure"
  /** Manifests, assets or the configuration are invalid. */
  | "invalid"
  /** A saved plan no longer fits, or was altered. */
  | "stale"
  /** A guard stopped it, or nobody consented. */
  | "refused"
  | "locked"
  /** Some of what was asked can't be done. */
  | "partial"
  /** What was asked can't be asked. */
  | "usage"
  | "interrupted"
  | "terminated";

/** Ends a use case early. Its diagnostics say what a person can do about it. */
export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly diagnostics: readonly Diagnostic[],
  ) {
    super(diagnostics.map(({ summary }) => summary).join("\n"));
  }
}

/** A failure that is one problem without a place in a file. */
export function failWith(kind: FailureKind, code: string, summary: string, help: string): Failure {
  return new Failure(kind, [{ severity: "error", code, summary, help }]);
}

/** Something was asked that can't be asked. */
export function usageFailure(summary: string, help: string): Failure {
  return failWith("usage", "usage", summary, help);
}

/** A guard stopped the use case before anything was written. */
export function refusal(code: string, summary: string, help: string): Failure {
  return failWith("refused", code, summary, help);
}
