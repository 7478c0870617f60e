import { resolve } from "node:path";
import type { CollectOptions } from "../../engine/collect.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync collect`: brings legacy images in. */
export const collect: Command = {
  name: "collect",
  summary: "find legacy images, stage them and write their manifests",
  details:
    "Reads sidecars, texts embedded in pictures and names below ROOT. Sources are never changed; manifests that exist are edited in place, and what a person changed there stays.",
  args: [{ label: "ROOT", required: true }],
  options: [
    {
      name: "mode",
      value: { kind: "choice", choices: ["copy", "hardlink", "reflink"] },
      summary: "how files get under the asset root (default: copy)",
    },
    { name: "dry-run", summary: "show what would be done; write nothing" },
    {
      name: "report",
      value: { kind: "file", label: "FILE" },
      summary: "also write what became of each file, as JSON Lines",
    },
    { name: "strict", summary: "exit 6 on warnings too" },
    {
      name: "adopts",
      value: { kind: "choice", choices: ["folder", "title"] },
      summary:
        "let new albums take over rows that an older import named after the folder, or its capitalised words",
    },
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync collect outputs --dry-run", does: "show what would be staged and written" },
    { line: "sync collect outputs", does: "stage the images and write manifests to review" },
    { line: "sync collect outputs --report collected.jsonl", does: "keep the outcome of each file" },
  ],
  run: collectFiles,
};

async function collectFiles(context: Context): Promise<ExitCode> {
  const { flags, args, cwd } = context;
  const [{ withProject }, { collectFolder }, { printCollected }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/collect.js"),
    import("../views/print-collected.js"),
  ]);
  const options: CollectOptions = {
    root: resolve(cwd, args[0] as string),
    mode: (flags.text("mode") ?? "copy") as CollectOptions["mode"],
    dryRun: flags.isOn("dry-run"),
    adopts: flags.text("adopts") as CollectOptions["adopts"],
  };
  const report = await withProject(context, async (project, endProgress) => {
    const found = await collectFolder(project, options);
    endProgress();
    printCollected(found, project.settings.projectDir, context);
    return found;
  });
  const { hasFailures, hasWarnings } = await import("../../collect/collect-report.js");
  const fails = hasFailures(report) || (flags.isOn("strict") && hasWarnings(report));
  return fails ? EXIT.partial : EXIT.success;
}
