import { resolve } from "node:path";
import type { Command, Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync collect sets`: brings the sets of an older program in. */
export const collectSetsCommand: Command = {
  name: "collect sets",
  summary: "write template manifests from an old config.yaml and its CSV files",
  details:
    "DIR holds config.yaml and the CSV files, which are copied to data/sets. Templates that manifests declare already are left alone.",
  args: [{ label: "DIR", required: true }],
  options: [{ name: "dry-run", summary: "show what would be done; write nothing" }],
  examples: [{ line: "sync collect sets ../old/sets", does: "write manifests/sets/*.yaml to review" }],
  run: collectSetsOf,
};

async function collectSetsOf(context: Context): Promise<ExitCode> {
  const { args, cwd, flags, output } = context;
  const [{ withProject }, { collectOldSets }, { printSets }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/collect/collect-sets.js"),
    import("../views/print-collected.js"),
  ]);
  const dryRun = flags.isOn("dry-run");
  const { diagnostics } = await withProject(context, async (project) => {
    const report = await collectOldSets(project, { dir: resolve(cwd, args[0] as string), dryRun });
    await printSets(report, { projectDir: project.settings.projectDir, dryRun }, output);
    return report;
  });
  return diagnostics.some(({ severity }) => severity === "error") ? EXIT.invalid : EXIT.success;
}
