import { compareDiagnostics, type Diagnostic } from "../../model/diagnostic.js";
import { compareText } from "../../model/text-order.js";
import type { DiagnosticCode } from "../text/codes.js";
import type { Problem, Spot } from "../text/problem.js";
import type { Place, Places } from "./places.js";

/** Problems with their lines, columns and excerpts, sorted; equal ones are told once. */
export function diagnose(problems: readonly Problem[], places: Places): readonly Diagnostic[] {
  // By file, so that each is opened once.
  const byFile = [...problems].sort((a, b) => compareText(a.at?.file ?? "", b.at?.file ?? ""));
  const diagnostics = byFile.map((problem) => place(problem, places)).sort(compareDiagnostics);
  const values = new Map<string, number>();
  for (const diagnostic of diagnostics) {
    const key = placeKey(diagnostic);
    const rank = VALUE_CODES.indexOf(diagnostic.code);
    if (rank >= 0) values.set(key, Math.min(rank, values.get(key) ?? rank));
  }
  return diagnostics.filter((diagnostic, index) => {
    const previous = diagnostics[index - 1];
    if (previous !== undefined && compareDiagnostics(previous, diagnostic) === 0) return false;
    const rank = VALUE_CODES.indexOf(diagnostic.code);
    return rank < 0 || rank === values.get(placeKey(diagnostic));
  });
}

/** Different views of one bad value: only the first of these is told at a place. */
const VALUE_CODES: readonly string[] = [
  "sha256-unquoted",
  "number-not-finite",
  "number-imprecise",
  "wrong-type",
] satisfies DiagnosticCode[];

function placeKey({ source }: Diagnostic): string {
  return source === undefined ? "" : `${source.file}:${source.line}:${source.column}`;
}

function place({ at, related, severity, ...problem }: Problem, places: Places): Diagnostic {
  return {
    severity: severity ?? "error",
    ...problem,
    ...(at && locate(at, places)),
    ...(related && {
      related: related.map((other) => ({ message: other.message, source: locate(other.at, places).source })),
    }),
  };
}

function locate(at: Spot, places: Places): Place {
  return places.find(at) ?? { source: { file: places.show(at.file), line: 1, column: 1 } };
}
