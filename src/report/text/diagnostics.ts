import { compareDiagnostics, type Diagnostic } from "../../model/diagnostic.js";
import type { SourceRef } from "../../model/source.js";
import { count } from "../../model/words.js";
import { groupEqualBytes } from "./equal-bytes.js";
import { displayWidth, printable } from "./printable.js";
import { createStyle, type ReportOptions, type Style } from "./style.js";

/**
 * Diagnostics for a person, sorted by place: summary, place, source line with a caret, other places, help; closed by
 * a line that counts them. Files of equal bytes stand together. Empty text when there are none.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: ReportOptions): string {
  if (diagnostics.length === 0) return "";
  const style = createStyle(options);
  const blocks = [...groupEqualBytes(diagnostics)]
    .sort(compareDiagnostics)
    .map((each) => renderDiagnostic(each, style));
  return `${[...blocks, [countDiagnostics(diagnostics)]].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** E.g. `2 errors, 1 warning in 2 files.` */
function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const files = new Set(diagnostics.flatMap(({ source }) => (source === undefined ? [] : [source.file])))
    .size;
  const parts = [];
  if (errors > 0) parts.push(count(errors, "error"));
  if (warnings > 0) parts.push(count(warnings, "warning"));
  return `${parts.join(", ")}${files > 0 ? ` in ${count(files, "file")}` : ""}.`;
}

function renderDiagnostic(diagnostic: Diagnostic, style: Style): readonly string[] {
  const { severity, code, summary, source, help, related = [] } = diagnostic;
  const { paint, hint } = style;
  const head = (severity === "error" ? paint.alert : paint.change)(`${severity}[${printable(code)}]`);
  const explain = hint(`sync explain ${printable(code)}`);
  return [
    `${head} ${paint.strong(printable(summary))}`,
    ...(source === undefined ? [] : [`  ${formatPosition(source)}`]),
    ...renderExcerpt(diagnostic, style),
    ...related.map((other) => `  see: ${formatPosition(other.source)} ${printable(other.message)}`),
    `  help: ${help === undefined ? explain : `${hint(printable(help))} (${explain})`}`,
  ];
}

function formatPosition({ file, line, column }: SourceRef): string {
  return `${printable(file)}:${line}:${column}`;
}

function renderExcerpt(
  { source, excerpt, expected }: Diagnostic,
  { paint, width }: Style,
): readonly string[] {
  if (source === undefined || excerpt === undefined)
    return expected === undefined ? [] : [`  expected: ${printable(expected)}`];
  const number = String(source.line);
  const { before, marked, after } = cutExcerpt(excerpt.text, source.column - 1, excerpt.length, width);
  const blanks = " ".repeat(displayWidth(before));
  const caret = paint.remove("^".repeat(Math.max(1, displayWidth(marked))));
  const gutter = (text: string) => paint.faint(`  ${text.padStart(number.length)} |`);
  return [
    `${gutter(number)} ${before}${marked}${after}`.trimEnd(),
    `${gutter("")} ${blanks}${caret}${expected === undefined ? "" : ` ${printable(expected)}`}`,
  ];
}

/** The part of a source line around the marked characters that fits into `width`, as printable texts. */
function cutExcerpt(
  text: string,
  start: number,
  length: number,
  width: number,
): { readonly before: string; readonly marked: string; readonly after: string } {
  const room = Math.max(20, width - 10);
  const end = Math.min(start + Math.min(length, room - 4), text.length);
  const from = end > room ? Math.max(0, Math.min(start, end - Math.floor(room / 2))) : 0;
  const to = Math.min(text.length, from + room);
  return {
    before: (from > 0 ? "…" : "") + printable(text.slice(from, start)),
    marked: printable(text.slice(start, end)),
    after: printable(text.slice(end, to)) + (to < text.length ? "…" : ""),
  };
}
