import { join, resolve } from "node:path";
import type { CollectRequest } from "../../collect/collect.js";
import type { CollectReport } from "../../collect/collect-report.js";
import { COLLECT_CACHE, type Settings } from "../../model/estate.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { failWith } from "../terminal/failure.js";
import { countThreads } from "../work/threads.js";

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
  const { flags, output, args, cwd } = context;
  const [{ collectRoot }, { trackPhases }, { readSettings }, text] = await Promise.all([
    import("../../collect/collect.js"),
    import("../terminal/progress.js"),
    import("../work/project.js"),
    import("../views/collect-text.js"),
  ]);
  const settings = await readSettings(context);
  const progress = trackPhases(output, () => context.now().getTime());
  const report = await collectRoot({
    ...(await describeRequest(settings, context)),
    root: resolve(cwd, args[0] as string),
    onProgress: (phase, done, total) => progress.update({ phase, done, total }),
  }).finally(progress.end);
  if ("outcome" in report) throw failWith(EXIT.failure, report.code, report.message, report.help);
  const lines = flags.text("report");
  if (lines !== undefined) {
    const { writeTextFile } = await import("../../files/durable.js");
    writeTextFile(resolve(cwd, lines), text.renderOutcomeLines(report));
  }
  const { color } = output.stdout;
  output.print(
    output.json
      ? JSON.stringify(text.describeCollectReport(report, settings.projectDir), null, 2)
      : text.renderCollectReport(report, { color, verbose: output.verbose, projectDir: settings.projectDir }),
  );
  if (flags.isOn("dry-run")) output.say("Dry run: nothing was written.");
  else if (report.manifests.length > 0) {
    output.say("Next: review the manifests and commit them, then run: sync plan");
  }
  return chooseExit(report, flags.isOn("strict"));
}

async function describeRequest(
  settings: Settings,
  context: Context,
): Promise<Omit<CollectRequest, "root" | "onProgress">> {
  const { flags, takeSignals } = context;
  const [
    { readEstate },
    { NOWHERE, openDisk },
    { listTemplates },
    { nameByRule },
    { DEFAULT_LIMITS },
    { findSchemas },
    { readVersion },
  ] = await Promise.all([
    import("../work/project.js"),
    import("../../collect/collect-target.js"),
    import("../../collect/known-templates.js"),
    import("../../collect/adopted-names.js"),
    import("../../images/header.js"),
    import("../work/schemas.js"),
    import("../terminal/version.js"),
  ]);
  const estate = await readEstate(settings, context);
  const rule = flags.text("adopts") as "folder" | "title" | undefined;
  return {
    estate: settings.estate,
    projectDir: settings.projectDir,
    boundary: settings,
    manifestDirs: settings.manifestDirs,
    manifestDir: settings.manifestDirs[0] as string,
    assetRoot: settings.assetRoots[0].dir,
    schemas: findSchemas(settings.projectDir),
    mode: (flags.text("mode") ?? "copy") as CollectRequest["mode"],
    nameAdopted: (album) => (rule === undefined ? undefined : nameByRule(rule, album)),
    target: flags.isOn("dry-run") ? NOWHERE : openDisk(settings),
    cacheFile: join(settings.mediaDir, COLLECT_CACHE),
    version: readVersion(),
    now: context.now,
    options: {
      ...settings.collect,
      templates: listTemplates(estate.resources),
      limits: { ...DEFAULT_LIMITS, pixelsInFlight: settings.pixelsInFlight },
      threads: countThreads(),
    },
    signal: takeSignals(),
  };
}

async function chooseExit(report: CollectReport, strict: boolean): Promise<ExitCode> {
  const { hasFailures, hasWarnings } = await import("../../collect/collect-report.js");
  return hasFailures(report) || (strict && hasWarnings(report)) ? EXIT.partial : EXIT.success;
}
