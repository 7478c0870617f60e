import type { AssetLevel } from "../../engine/project/assets.js";
import type { Command, Context } from "../args/command.js";
import { ASSETS, JSON_OPTION } from "../args/options.js";
import { FINDINGS_FORMAT } from "../args/report-options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync validate`: manifests and files, without a database. */
export const validate: Command = {
  name: "validate",
  summary: "check manifests and asset files, without a database",
  details: "PATHS are files or folders; with them only problems found there are reported.",
  args: [{ label: "PATHS", repeated: true }],
  options: [ASSETS, FINDINGS_FORMAT, JSON_OPTION],
  examples: [
    { line: "sync validate", does: "check everything; asset files are looked up, not read" },
    { line: "sync validate --assets hash", does: "also read every byte and compare the hashes" },
    { line: "sync validate --format github", does: "annotate the lines of a pull request" },
    {
      line: "sync validate manifests/sets --json",
      does: "report what is wrong in one folder, for a program",
    },
  ],
  run: validateFiles,
};

async function validateFiles(context: Context): Promise<ExitCode> {
  const { args, cwd, flags } = context;
  const [{ readProjectRequest }, { selectFiles }, { validateProject }, { printValidation }] =
    await Promise.all([
      import("../args/project.js"),
      import("../args/select-files.js"),
      import("../../engine/validate.js"),
      import("../views/print-findings.js"),
    ]);
  const level = (flags.text("assets") ?? "stat") as AssetLevel;
  const report = await validateProject(readProjectRequest(context), level);
  const isWanted = selectFiles(args, cwd, report.projectDir);
  return (await printValidation(report, isWanted, context)) ? EXIT.success : EXIT.invalid;
}
