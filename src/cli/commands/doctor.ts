import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import type { Finding } from "../work/examine.js";

/** `sync doctor`: whether everything is there that the other commands need. */
export const doctor: Command = {
  name: "doctor",
  summary: "look at the installation, the configuration, the database and the folders; writes nothing",
  args: [],
  options: FORMAT_OPTIONS,
  examples: [{ line: "sync doctor", does: "exit 1 when something is not as it should be" }],
  run: (context) => examineAll(context, process.versions.node),
};

/** Looks at everything, the given version of Node.js included, prints what it found and gives the exit code. */
export async function examineAll(context: Context, nodeVersion: string): Promise<ExitCode> {
  const { output } = context;
  const [{ examineProgram, examineProject }, { loadSettings }] = await Promise.all([
    import("../work/examine.js"),
    import("../work/project.js"),
  ]);
  const { settings, diagnostics } = await loadSettings(context);
  const findings: readonly Finding[] = [
    ...(await examineProgram(nodeVersion)),
    ...diagnostics.map(({ summary, severity, help }) => ({
      name: "configuration",
      detail: summary,
      ...(severity === "error" && { help: help ?? "Run sync validate to see where." }),
    })),
    ...(settings === undefined ? [] : await examineProject(settings)),
  ];
  if (output.json) {
    const { writeJson } = await import("../../report/formats/json-text.js");
    output.print(writeJson({ findings }));
  } else {
    output.print(findings.map(describe).join("\n"));
  }
  return findings.some(({ help }) => help !== undefined) ? EXIT.failure : EXIT.success;
}

function describe({ name, detail, help }: Finding): string {
  const line = `${help === undefined ? "ok" : "! "}  ${name}: ${detail}`;
  return help === undefined ? line : `${line}\n    help: ${help}`;
}
