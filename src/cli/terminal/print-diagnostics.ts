import type { Diagnostic } from "../../model/diagnostic.js";
import { printableLines } from "../../report/text/printable.js";
import type { Output } from "./output.js";

/** Problems as they are reported: one JSON document on stdout, or text on stderr. */
export async function printDiagnostics(diagnostics: readonly Diagnostic[], output: Output): Promise<void> {
  if (output.json) {
    const { diagnosticsToJson } = await import("../../report/formats/json-text.js");
    output.print(diagnosticsToJson(withHints(diagnostics, output)));
    return;
  }
  const [only] = diagnostics;
  if (only !== undefined && diagnostics.length === 1 && only.source === undefined) {
    output.warn(await formatPlain(only, output));
    return;
  }
  const { renderDiagnostics } = await import("../../report/text/diagnostics.js");
  output.warn(renderDiagnostics(diagnostics, output.stderr));
}

/** Diagnostics whose help names commands that are ready to run. */
export function withHints(diagnostics: readonly Diagnostic[], { hint }: Output): readonly Diagnostic[] {
  return diagnostics.map((each) => (each.help === undefined ? each : { ...each, help: hint(each.help) }));
}

/** One problem that lies in no file: needs neither an excerpt nor a count. */
async function formatPlain(
  { severity, code, summary, expected, help }: Diagnostic,
  output: Output,
): Promise<string> {
  const { createPaint } = await import("../../report/text/style.js");
  const paint = createPaint(output.stderr.color);
  const head = (severity === "error" ? paint.alert : paint.change)(`${severity}[${code}]`);
  const lines = [`${head} ${printableLines(summary)}`];
  if (expected !== undefined) lines.push(`  expected: ${printableLines(expected)}`);
  if (help !== undefined) lines.push(`  help: ${output.hint(printableLines(help))}`);
  return lines.join("\n");
}
