import { compareDiagnostics, type Diagnostic } from "../../model/diagnostic.js";
import type { SourceRef } from "../../model/source.js";
import { writeJson } from "./json-text.js";

/** The place of a problem without a file: GitHub refuses a result without a place. */
const NO_PLACE: SourceRef = { file: "sync.config.yaml", line: 1, column: 1 };

/** GitHub refuses a file with more results in one run. */
const MOST_RESULTS = 25_000;

/**
 * Diagnostics as a SARIF 2.1.0 log with one run. `prefix`: the project folder relative to the repository, empty or
 * ending in `/`. Beyond 25,000 results the rest is counted in a notification.
 */
export function renderSarif(
  diagnostics: readonly Diagnostic[],
  { version, prefix }: { readonly version: string; readonly prefix: string },
): string {
  const sorted = [...diagnostics].sort(compareDiagnostics);
  const shown = sorted.slice(0, MOST_RESULTS);
  const codes = [...new Set(shown.map(({ code }) => code))].sort();
  return writeJson({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "album-sync", version, rules: codes.map(describeRule) } },
        columnKind: "utf16CodeUnits",
        invocations: [describeInvocation(sorted.length - shown.length)],
        results: shown.map((diagnostic) => describeResult(diagnostic, codes, prefix)),
      },
    ],
  });
}

function describeRule(code: string): object {
  return { id: code, help: { text: `sync explain ${code}` } };
}

function describeInvocation(left: number): object {
  if (left === 0) return { executionSuccessful: true };
  const text = `${left} more problems are not shown. Run sync validate to see all of them.`;
  return { executionSuccessful: true, toolExecutionNotifications: [{ level: "warning", message: { text } }] };
}

function describeResult(diagnostic: Diagnostic, codes: readonly string[], prefix: string): object {
  const { severity, code, summary, expected, help, source, excerpt, related = [] } = diagnostic;
  const parts = [
    summary,
    ...(expected === undefined ? [] : [`Expected: ${expected}`]),
    ...(help === undefined ? [] : [help]),
  ];
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: parts.join("\n") },
    locations: [{ physicalLocation: describePlace(source ?? NO_PLACE, prefix, excerpt?.length) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, id) => ({
        id,
        message: { text: other.message },
        physicalLocation: describePlace(other.source, prefix, undefined),
      })),
    }),
  };
}

function describePlace(
  { file, line, column }: SourceRef,
  prefix: string,
  length: number | undefined,
): object {
  return {
    artifactLocation: { uri: encodePath(prefix + file), uriBaseId: "%SRCROOT%" },
    region: {
      startLine: line,
      startColumn: column,
      ...(length !== undefined && { endColumn: column + Math.max(1, length) }),
    },
  };
}

// A lone surrogate, which encodeURIComponent refuses, becomes U+FFFD.
function encodePath(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(Buffer.from(part).toString()))
    .join("/");
}
