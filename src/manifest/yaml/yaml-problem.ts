import type { DiagnosticCode } from "../text/codes.js";

/** A problem in the text of a YAML file; offset and length in code units. */
export interface YamlProblem {
  readonly code: DiagnosticCode;
  readonly offset: number;
  readonly length: number;
  readonly summary: string;
  readonly expected?: string;
  readonly help?: string;
  readonly related?: { readonly message: string; readonly offset: number; readonly length: number };
}
