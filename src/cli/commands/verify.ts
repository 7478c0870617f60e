import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS, WORKERS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync verify`: read every byte again. */
export const verify: Command = {
  name: "verify",
  summary: "check every picture and thumbnail file for damage",
  details: `Errors (exit 1): files that are missing, damaged or differ from their declaration; files that no manifest
declares; thumbnails that are missing, damaged, outdated or orphaned. Warnings: extensions that hide the true format,
sets with missing or duplicate items, pictures that look alike. verify repairs nothing, except that it removes the
thumbnail of a deleted image: the backend would show it for the next image with that id.
A stopped run keeps the list of intact files in sync-verify.tmp in the media folder.`,
  args: [],
  options: [
    { name: "resume", summary: "go on with a run that was stopped, without what it found to be sound" },
    {
      name: "for",
      value: { kind: "text", label: "TIME" },
      summary: "stop after TIME, e.g. 10m (exit 6 when something is left and nothing is wrong)",
    },
    { name: "near-duplicates", summary: "also report pictures that look nearly alike" },
    {
      name: "remake-thumbnails",
      summary: "let missing and damaged thumbnails wait, so that sync thumbnails makes them again",
    },
    { name: "strict", summary: "exit 1 on warnings too" },
    { ...WORKERS, summary: "files looked at at the same time" },
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync verify", does: "everything; exit 1 when something is wrong" },
    { line: "sync verify --resume --for 10m", does: "a piece every night, until all was read" },
    { line: "sync verify --near-duplicates --json", does: "for a program, with pictures that look alike" },
  ],
  run: verifyFiles,
};

async function verifyFiles(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ withProject }, { parseDuration }, { readWorkers }, engine, { printReport, printRequeued }] =
    await Promise.all([
      import("../args/project.js"),
      import("../args/duration.js"),
      import("../args/workers.js"),
      import("../../engine/verify.js"),
      import("../views/verify-text.js"),
    ]);
  const time = flags.text("for");
  const options = {
    timeLimitMs: time === undefined ? undefined : parseDuration(time, "--for"),
    nearDuplicates: flags.isOn("near-duplicates"),
    workers: await readWorkers(context),
    resume: flags.isOn("resume"),
  };
  const report = await withProject(context, async (project, endProgress) => {
    const found = await engine.verifyProject(project, options);
    endProgress();
    await printReport(found, output);
    if (flags.isOn("remake-thumbnails"))
      printRequeued(await engine.requeueThumbnails(project, found), output);
    return found;
  });
  if (!report.complete) output.say("Run sync verify --resume to go on.");
  const fails = report.diagnostics.some(({ severity }) => severity === "error" || flags.isOn("strict"));
  if (fails) return EXIT.failure;
  return report.complete ? EXIT.success : EXIT.partial;
}
