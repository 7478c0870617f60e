import type { Diagnostic } from "../../model/diagnostic.js";
import { EXIT, type ExitCode } from "./exit-codes.js";

/** Ends a command early with an exit code and what a person can do about it. Caught in main.ts only. */
export class Failure extends Error {
  constructor(
    readonly exit: ExitCode,
    readonly diagnostics: readonly Diagnostic[],
  ) {
    super(diagnostics.map(({ summary }) => summary).join("\n"));
  }
}

/** A failure that is one problem without a place in a file. */
export function failWith(exit: ExitCode, code: string, summary: string, help: string): Failure {
  return new Failure(exit, [{ severity: "error", code, summary, help }]);
}

/** Wrong use of the command line. */
export function usageFailure(summary: string, help: string): Failure {
  return failWith(EXIT.usage, "usage", summary, help);
}

/** A guard stopped the command before anything was written. */
export function refusal(code: string, summary: string, help: string): Failure {
  return failWith(EXIT.refused, code, summary, help);
}
