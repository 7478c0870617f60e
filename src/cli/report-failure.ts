import { Failure, type FailureKind, failWith } from "../engine/project/failure.js";
import { isFull, roomHelp } from "../files/write-error.js";
import { EXIT, type ExitCode } from "./terminal/exit-codes.js";
import type { Output } from "./terminal/output.js";
import { printDiagnostics } from "./terminal/print-diagnostics.js";

/** Problems of the database that are no plain failure. */
const DATABASE_KINDS: { readonly [code: string]: FailureKind } = {
  "copy-table": "refused",
  "copy-target-not-empty": "refused",
  "database-url": "usage",
  "database-unmigrated": "refused",
  "database-newer": "refused",
  "database-moved": "refused",
  "database-busy": "locked",
  "lock-held": "locked",
  "lock-lost": "locked",
};

/** Prints why a command ended early, as JSON where that was asked for, and gives the exit code. */
export async function reportFailure(error: unknown, output: Output): Promise<ExitCode> {
  const failure = error instanceof Failure ? error : describeError(error);
  await printDiagnostics(failure.diagnostics, output);
  if (output.verbose && error instanceof Error && error.stack !== undefined) output.warn(error.stack);
  return EXIT[failure.kind];
}

/** An error from below: a problem with help of its own, one of the system, or a bug of this program. */
function describeError(error: unknown): Failure {
  if (!(error instanceof Error)) return describeBug(String(error));
  const { message, code, help } = error as Error & { readonly code?: unknown; readonly help?: unknown };
  if (typeof code === "string" && typeof help === "string") {
    return failWith(DATABASE_KINDS[code] ?? "failure", code, message, help);
  }
  if (isFull(error)) {
    const { path = "the file" } = error as NodeJS.ErrnoException;
    return failWith("failure", "disk-full", message, roomHelp(path));
  }
  if (typeof code !== "string" && !hasCode(error.cause)) return describeBug(message);
  return failWith("failure", "system", message, "Fix what the system names; -v shows where it happened.");
}

/** True for an error of the system, which may stand behind one that names the file. */
function hasCode(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string";
}

function describeBug(message: string): Failure {
  return failWith(
    "failure",
    "internal",
    message,
    "This is a bug; run it again with -v and report what it prints.",
  );
}
