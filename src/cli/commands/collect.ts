import { resolve } from "node:path";
import type { CollectOptions } from "../../engine/collect/collect.js";
import { usageFailure } from "../../engine/project/failure.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { APPLY_OPTIONS, applyCollected, checkApplyOptions } from "./collect-apply.js";

/** `sync collect`: brings legacy images in. */
export const collect: Command = {
  name: "collect",
  summary: "import an old folder of images: copy or link the files, write manifests",
  details:
    "Reads sidecar files, embedded metadata and file names below ROOT. Never changes the source files. Edits existing manifests in place and keeps manual changes.",
  args: [{ label: "ROOT" }],
  options: [
    {
      name: "mode",
      value: { kind: "choice", choices: ["copy", "hardlink", "reflink"] },
      summary: "how to put files into the asset root (default: copy)",
    },
    { name: "dry-run", summary: "show what would be done; write nothing but the report" },
    {
      name: "suggest-rules",
      summary: "only print a rule for each folder that no rule matches; write nothing",
    },
    {
      name: "relink",
      summary: "instead of ROOT: tie images of existing manifests to the items whose prompts they have",
    },
    {
      name: "report",
      value: { kind: "file", label: "FILE" },
      summary: "also write the outcome for each file, as JSON Lines",
    },
    ...APPLY_OPTIONS,
    { name: "strict", summary: "also exit 6 on warnings" },
    {
      name: "adopts",
      value: { kind: "choice", choices: ["folder", "title"] },
      summary:
        "let new albums adopt rows of an older import, named after the folder or its capitalised words",
    },
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync collect outputs --dry-run", does: "show which files it would import and write" },
    {
      line: "sync collect outputs --suggest-rules",
      does: "print rules to correct and paste into sync.config.yaml",
    },
    { line: "sync collect outputs", does: "import the images and write manifests for review" },
    { line: "sync collect outputs --apply", does: "import the images, and apply the plan after a question" },
    { line: "sync collect outputs --report collected.jsonl", does: "save the outcome for each file" },
    { line: "sync collect --relink", does: "declare the set template and items that old manifests lack" },
  ],
  run: collectFiles,
};

async function collectFiles(context: Context): Promise<ExitCode> {
  const { flags, args, cwd, output } = context;
  if (flags.isOn("relink")) return (await import("./collect-relink.js")).runRelink(context);
  if (args[0] === undefined)
    throw usageFailure("sync collect needs ROOT or --relink", "sync collect --help shows how it is used.");
  const suggests = flags.isOn("suggest-rules");
  checkApplyOptions(context);
  if (suggests)
    flags.rejectBeside("--suggest-rules", ["mode", "report", "strict", "adopts"], "only rules are printed.");
  const [{ withProject }, { collectFolder }, views] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/collect/collect.js"),
    import("../views/print-collected.js"),
  ]);
  const options: CollectOptions = {
    root: resolve(cwd, args[0]),
    mode: (flags.text("mode") ?? "copy") as CollectOptions["mode"],
    dryRun: suggests || flags.isOn("dry-run"),
    adopts: flags.text("adopts") as CollectOptions["adopts"],
  };
  const report = await withProject(context, async (project, endProgress) => {
    const found = await collectFolder(project, options);
    endProgress();
    if (suggests) views.printSuggestedRules(found, output);
    else views.printCollected(found, project.settings.projectDir, context);
    return found;
  });
  if (suggests) return EXIT.success;
  const { hasFailures, hasWarnings } = await import("../../collect/collect-report.js");
  const fails = hasFailures(report) || (flags.isOn("strict") && hasWarnings(report));
  if (flags.isOn("apply") && !hasFailures(report)) {
    const applied = await applyCollected(context);
    if (applied !== EXIT.success) return applied;
  }
  return fails ? EXIT.partial : EXIT.success;
}
