import type { Diagnostic } from "../../model/diagnostic.js";
import { compareDiagnostics } from "../../model/diagnostic.js";
import { canonicalJson, type Json } from "../../model/json.js";
import type { Plan } from "../../model/plan.js";

const DIAGNOSTICS_FORMAT = "1.0";

/** A plan as JSON: keys sorted at every depth, indented by 2, closed by a newline; equal plans give equal bytes. */
export function planToJson(plan: Plan): string {
  return writeJson(plan);
}

/** Diagnostics as one JSON document with counts, sorted by place. */
export function diagnosticsToJson(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return writeJson({
    formatVersion: DIAGNOSTICS_FORMAT,
    errors,
    warnings: diagnostics.length - errors,
    diagnostics: [...diagnostics].sort(compareDiagnostics),
  });
}

/** Any plain data as {@link planToJson} writes it; members that are undefined are left out. */
export function writeJson(value: object): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(value as Json)), null, 2)}\n`;
}
