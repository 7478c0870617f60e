import { compareDiagnostics, type Diagnostic } from "../../model/diagnostic.js";
import { compareEntries } from "../../model/text-order.js";
import { renderDiagnostics } from "../text/diagnostics.js";
import { escapeAttribute, escapeContent } from "./xml.js";

/** The test case of problems that lie in no file. */
const PROJECT_CASE = "project";

/**
 * Diagnostics as JUnit XML: one test case for each of `files` (those that were checked) and each other file with a
 * problem. Errors are failures of their case, warnings its output.
 */
export function renderJunit(diagnostics: readonly Diagnostic[], files: readonly string[]): string {
  const cases = new Map<string, Diagnostic[]>(files.map((file) => [file, []]));
  for (const diagnostic of [...diagnostics].sort(compareDiagnostics)) {
    const name = diagnostic.source?.file ?? PROJECT_CASE;
    const found = cases.get(name);
    if (found === undefined) cases.set(name, [diagnostic]);
    else found.push(diagnostic);
  }
  const sorted = [...cases].sort(compareEntries);
  const failed = sorted.filter(([, found]) => found.some(({ severity }) => severity === "error")).length;
  const counts = `tests="${sorted.length}" failures="${failed}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="album-sync" ${counts}>`,
    `  <testsuite name="sync validate" ${counts}>`,
    ...sorted.flatMap(([name, found]) => renderCase(name, found)),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function renderCase(name: string, found: readonly Diagnostic[]): readonly string[] {
  const head = `    <testcase classname="manifests" name="${escapeAttribute(name)}"`;
  if (found.length === 0) return [`${head}/>`];
  const errors = found.filter(({ severity }) => severity === "error");
  const warnings = found.filter(({ severity }) => severity === "warning");
  return [`${head}>`, ...renderFailure(errors), ...renderOutput(warnings), "    </testcase>"];
}

// Readers of JUnit files take one failure a case, so several errors share it.
function renderFailure(errors: readonly Diagnostic[]): readonly string[] {
  const [first] = errors;
  if (first === undefined) return [];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const message = escapeAttribute(`${first.summary}${more}`);
  const text = escapeContent(renderDiagnostics(errors, { color: false }));
  return [`      <failure type="${escapeAttribute(first.code)}" message="${message}">${text}</failure>`];
}

function renderOutput(warnings: readonly Diagnostic[]): readonly string[] {
  if (warnings.length === 0) return [];
  return [`      <system-out>${escapeContent(renderDiagnostics(warnings, { color: false }))}</system-out>`];
}
