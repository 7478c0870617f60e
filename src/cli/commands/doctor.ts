import type { HealthCheck } from "../../engine/examine.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync doctor`: whether everything is there that the other commands need. */
export const doctor: Command = {
  name: "doctor",
  summary: "check the installation, the configuration, the database and the folders; writes nothing",
  args: [],
  options: FORMAT_OPTIONS,
  examples: [{ line: "sync doctor", does: "exit 1 when something is not as it should be" }],
  run: examineAll,
};

async function examineAll(context: Context): Promise<ExitCode> {
  const [{ readProjectRequest }, { examineInstallation }, { printResult }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/examine.js"),
    import("../views/print-result.js"),
  ]);
  const { output } = context;
  const checks = await examineInstallation(readProjectRequest(context), process.versions.node);
  const findings = checks.map((check) =>
    check.help === undefined ? check : { ...check, help: output.hint(check.help) },
  );
  await printResult(output, { findings }, () => findings.map(describe).join("\n"));
  return findings.some(({ help }) => help !== undefined) ? EXIT.failure : EXIT.success;
}

function describe({ name, detail, help }: HealthCheck): string {
  const line = `${help === undefined ? "ok" : "! "}  ${name}: ${detail}`;
  return help === undefined ? line : `${line}\n    help: ${help}`;
}
