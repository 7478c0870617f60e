import { compareDiagnostics, type Diagnostic } from "../../model/diagnostic.js";
import { count } from "../../model/words.js";
import { groupEqualBytes } from "../text/equal-bytes.js";
import { breakCommands, printable } from "../text/printable.js";

/** How many annotations GitHub shows of one step; what comes after them is dropped without a word. */
const MOST_ANNOTATIONS = 10;

/**
 * Diagnostics as workflow commands of GitHub Actions, errors first, at most ten: the tenth says how many more there are. Files of equal bytes share one.
 * `prefix`: the project folder relative to the repository, empty or ending in `/`.
 */
export function renderAnnotations(diagnostics: readonly Diagnostic[], prefix: string): string {
  const sorted = [...groupEqualBytes(diagnostics)].sort(
    (a, b) => rankOf(a) - rankOf(b) || compareDiagnostics(a, b),
  );
  const shown = sorted.length <= MOST_ANNOTATIONS ? sorted : sorted.slice(0, MOST_ANNOTATIONS - 1);
  const lines = shown.map((diagnostic) => formatAnnotation(diagnostic, prefix));
  const rest = sorted.slice(shown.length);
  if (rest.length > 0) lines.push(formatRest(rest));
  return lines.map((line) => `${line}\n`).join("");
}

function rankOf({ severity }: Diagnostic): number {
  return severity === "error" ? 0 : 1;
}

function formatAnnotation(
  { severity, code, summary, expected, help, source, excerpt }: Diagnostic,
  prefix: string,
): string {
  const place =
    source === undefined
      ? []
      : [
          ["file", prefix + source.file],
          ["line", String(source.line)],
          ["col", String(source.column)],
          ...(excerpt === undefined
            ? []
            : [["endColumn", String(source.column + Math.max(1, excerpt.length))]]),
        ];
  const properties = [...place, ["title", code]].map(
    ([name, value]) => `${name}=${escapeProperty(value as string)}`,
  );
  const message = [
    summary,
    ...(expected === undefined ? [] : [`Expected: ${expected}`]),
    ...(help === undefined ? [] : [`Help: ${help}`]),
  ];
  return `::${severity} ${properties.join(",")}::${escapeData(message.map(printable).join("\n"))}`;
}

function formatRest(rest: readonly Diagnostic[]): string {
  const errors = rest.filter(({ severity }) => severity === "error").length;
  const warnings = rest.length - errors;
  const amounts = [
    ...(errors > 0 ? [count(errors, "error")] : []),
    ...(warnings > 0 ? [count(warnings, "warning")] : []),
  ].join(" and ");
  const severity = errors > 0 ? "error" : "warning";
  return `::${severity} title=more problems::${amounts} more. Run sync validate to see all of them.`;
}

function escapeData(text: string): string {
  return breakCommands(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(printable(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
