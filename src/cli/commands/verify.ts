import type { Settings } from "../../model/estate.js";
import type { VerifyReport } from "../../verify/report.js";
import type { VerifyRequest } from "../../verify/verify.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS, WORKERS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync verify`: read every byte again. */
export const verify: Command = {
  name: "verify",
  summary: "read every picture and thumbnail again and report damage",
  details: `Errors, which give exit 1: files that are missing, damaged, of other bytes or of another size than
declared; files that nobody declares; thumbnails missing, damaged, outdated or orphaned. Warnings: names that hide
the true format, sets with items missing or doubled, pictures that look alike. Nothing is mended here, but that a
thumbnail of a deleted image goes: the backend would show it for the image that got the id.
A run that was stopped keeps what it found to be sound in sync-verify.tmp in the media folder.`,
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
  run: verifyProject,
};

async function verifyProject(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const isOver = await planStop(context);
  const [{ readEstate, readSettings }, { refuseMissingRoot }] = await Promise.all([
    import("../work/project.js"),
    import("../work/assets.js"),
  ]);
  const settings = await readSettings(context);
  const { resources } = await readEstate(settings, context);
  const thumbnails = await listStored(settings);
  const { removeOutdated } = await import("../work/outdated-work.js");
  const report = await runVerify(context, {
    settings,
    resources,
    thumbnails,
    removeOutdated: () => removeOutdated(settings, context),
    isOver,
  });
  if (report === undefined) {
    throw refuseMissingRoot(settings);
  }
  await printReport(report, context);
  if (flags.isOn("remake-thumbnails")) await letWait(settings, report, context);
  if (!report.complete) output.say("Run sync verify --resume to go on.");
  const fails = report.diagnostics.some(({ severity }) => severity === "error" || flags.isOn("strict"));
  if (fails) return EXIT.failure;
  return report.complete ? EXIT.success : EXIT.partial;
}

/** Says when to stop: on a signal, and when the time of `--for` is up. */
async function planStop({ flags, now, takeSignals }: Context): Promise<() => boolean> {
  const { parseDuration } = await import("../args/duration.js");
  const wish = flags.text("for");
  const deadline = wish === undefined ? undefined : now().getTime() + parseDuration(wish, "--for");
  const signal = takeSignals();
  return () => signal.aborted || (deadline !== undefined && now().getTime() >= deadline);
}

async function runVerify(
  context: Context,
  what: Pick<VerifyRequest, "settings" | "resources" | "thumbnails" | "removeOutdated" | "isOver">,
): Promise<VerifyReport | undefined> {
  const { flags, now, output } = context;
  const [{ verifyEstate }, { createInspector }, { DEFAULT_LIMITS }, { trackPhases }, { chooseWorkersFor }] =
    await Promise.all([
      import("../../verify/verify.js"),
      import("../../images/inspect.js"),
      import("../../images/header.js"),
      import("../terminal/progress.js"),
      import("../work/thumbnail-work.js"),
    ]);
  const progress = trackPhases(output, () => now().getTime());
  const limits = { ...DEFAULT_LIMITS, pixelsInFlight: what.settings.pixelsInFlight };
  return verifyEstate({
    ...what,
    nearDuplicates: flags.isOn("near-duplicates"),
    workers: await chooseWorkersFor(context),
    resume: flags.isOn("resume"),
    inspect: createInspector(limits),
    onProgress: progress.update,
  }).finally(progress.end);
}

async function listStored(settings: Settings): Promise<VerifyRequest["thumbnails"]> {
  const [{ withDatabase }, { listThumbnailRows }] = await Promise.all([
    import("../work/database.js"),
    import("../../db/read/thumbnail-files.js"),
  ]);
  return withDatabase(settings, "read", (handle) => listThumbnailRows(handle, settings.estate));
}

async function letWait(
  settings: Settings,
  { badThumbnails }: VerifyReport,
  { output }: Context,
): Promise<void> {
  if (badThumbnails.length === 0) return;
  const [{ withDatabase }, { forgetThumbnails }] = await Promise.all([
    import("../work/database.js"),
    import("../../db/read/thumbnail-files.js"),
  ]);
  await withDatabase(settings, "write", (handle) => forgetThumbnails(handle, settings.estate, badThumbnails));
  const { count } = await import("../../report/text/words.js");
  output.say(`${count(badThumbnails.length, "thumbnail")} will be made again by sync thumbnails.`);
}

async function printReport(report: VerifyReport, { output }: Context): Promise<void> {
  const [{ summarizeReport, describeReport }, { writeJson }] = await Promise.all([
    import("../views/verify-text.js"),
    import("../../report/formats/json-text.js"),
  ]);
  if (output.json) {
    output.print(writeJson(summarizeReport(report)));
    return;
  }
  const { renderDiagnostics } = await import("../../report/text/diagnostics.js");
  output.print(renderDiagnostics(report.diagnostics, output.stdout));
  output.print(describeReport(report));
}
