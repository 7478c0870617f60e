import type { CandidateKind } from "../../engine/candidates.js";
import type { Environment } from "../../engine/project/environment.js";
import type { ExitCode } from "../terminal/exit-codes.js";
import type { Output } from "../terminal/output.js";
import type { Signals } from "../terminal/signals.js";
import type { Flags } from "./flags.js";
import type { OptionSpec } from "./option-spec.js";

/** A positional argument. A `repeated` one is the last and takes all that is left. */
export interface ArgumentSpec {
  readonly label: string;
  readonly required?: boolean;
  readonly repeated?: boolean;
  readonly choices?: readonly string[];
  /** What of the manifests a shell offers for it, for each word of the argument before it where that matters. */
  readonly candidates?: CandidateKind | { readonly [before: string]: CandidateKind };
}

/** Everything that a command gets from outside. */
export interface Context {
  readonly args: readonly string[];
  readonly flags: Flags;
  /** Absolute; `-C` is already in it. */
  readonly cwd: string;
  readonly environment: Environment;
  readonly output: Output;
  /** For work that must not be cut off anywhere: a signal then asks it to stop. */
  readonly takeSignals: Signals["take"];
  readonly now: () => Date;
}

/** A command of the program. `name` holds one word, or two: `db migrate`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly args: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly Example[];
  /** Loads what it needs by dynamic import, so that other commands don't pay for it. */
  readonly run: (context: Context) => Promise<ExitCode>;
}

export interface Example {
  readonly line: string;
  readonly does: string;
}
