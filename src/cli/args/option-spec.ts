import type { CandidateKind } from "../../engine/candidates.js";

/** One option, written once: parsing, help and completion read it from here. */
export interface OptionSpec {
  /** Long name without dashes, e.g. `allow-deletes`. */
  readonly name: string;
  readonly short?: string;
  readonly summary: string;
  /** What follows the option; without it the option is a switch. */
  readonly value?: ValueSpec;
  /** Environment variable that stands in for the option. */
  readonly variable?: string;
}

/** `text`: taken as it is. `count`: a whole number from `min` (0) on. `list`: text, may be given several times. */
type ValueSpec =
  | { readonly kind: "file" | "folder"; readonly label: string }
  | { readonly kind: "text" | "list"; readonly label: string; readonly candidates?: CandidateKind }
  | { readonly kind: "count"; readonly label: string; readonly min?: number }
  | { readonly kind: "choice"; readonly choices: readonly string[] };
