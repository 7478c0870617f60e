import type { Problem } from "../text/problem.js";

/** A problem in the text of a YAML file; offset and length in code units. */
export interface YamlProblem extends Pick<Problem, "code" | "summary" | "expected" | "help"> {
  readonly offset: number;
  readonly length: number;
  readonly related?: { readonly message: string; readonly offset: number; readonly length: number };
}
