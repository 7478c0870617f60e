import { compareDiagnostics, type Diagnostic } from "../model/diagnostic.js";
import type { Place, Places } from "./places.js";
import type { Problem, Spot } from "./problem.js";

/** Problems with their lines, columns and excerpts, sorted; equal ones are told once. */
export function diagnose(problems: readonly Problem[], places: Places): readonly Diagnostic[] {
  // By file, so that each is opened once.
  const byFile = [...problems].sort((a, b) => compareText(a.at?.file ?? "", b.at?.file ?? ""));
  const diagnostics = byFile.map((problem) => place(problem, places)).sort(compareDiagnostics);
  return diagnostics.filter((diagnostic, index) => {
    const previous = diagnostics[index - 1];
    return previous === undefined || compareDiagnostics(previous, diagnostic) !== 0;
  });
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

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
