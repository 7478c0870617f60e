import type { Address } from "./address.js";
import type { SourceRef } from "./source.js";
import { compareText } from "./text-order.js";

export type Severity = "error" | "warning";

/** One expected problem: gathered, never thrown. `code` has an entry in docs/diagnostics.md. */
export interface Diagnostic {
  readonly severity: Severity;
  /** Stable name in kebab case, e.g. `placeholder-unknown`. */
  readonly code: string;
  /** One line: what is wrong and, where a near miss exists, "did you mean …?". */
  readonly summary: string;
  /** Short text under the caret: what is expected there. */
  readonly expected?: string;
  /** How to fix it, in one sentence. */
  readonly help?: string;
  readonly address?: Address;
  readonly source?: SourceRef;
  /** The source line and how many characters of it the caret marks, when there is a source. */
  readonly excerpt?: { readonly text: string; readonly length: number };
  /** Other places that take part, e.g. the first of two duplicates. */
  readonly related?: readonly { readonly message: string; readonly source: SourceRef }[];
}

/** A diagnostic of a whole plan or database: an error, without a place, that says what to do. */
export type PlainDiagnostic = Required<Pick<Diagnostic, "code" | "summary" | "help">>;

/** Sort order of diagnostics: file, line, column, code, summary. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.source?.file ?? "", b.source?.file ?? "") ||
    (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
    (a.source?.column ?? 0) - (b.source?.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.summary, b.summary)
  );
}
