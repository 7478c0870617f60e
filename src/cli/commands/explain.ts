import { usageFailure } from "../../engine/project/failure.js";
import { RENAMED_CODES } from "../../manifest/text/renamed-codes.js";
import { didYouMean } from "../../manifest/text/suggest.js";
import type { Command, Context } from "../args/command.js";
import { readDiagnosticEntries } from "../completion/diagnostic-entries.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync explain CODE`: what a diagnostic means and how to fix it. */
export const explain: Command = {
  name: "explain",
  summary: "explain a diagnostic and how to fix it",
  args: [{ label: "CODE", required: true }],
  options: [],
  examples: [
    { line: "sync explain placeholder-unknown", does: "the entry of this code in docs/diagnostics.md" },
  ],
  run: explainCode,
};

async function explainCode({ args, output }: Context): Promise<ExitCode> {
  const code = args[0] as string;
  const sections = readDiagnosticEntries();
  const known = code.toLowerCase();
  const section = sections.get(RENAMED_CODES.get(known) ?? known);
  if (section === undefined) {
    const near = didYouMean(code, [...sections.keys()]);
    throw usageFailure(
      `no diagnostic is called "${code}"${near}`,
      "The codes stand in brackets in messages, and all of them in docs/diagnostics.md.",
    );
  }
  output.print(output.hint(section));
  return EXIT.success;
}
