import type { Garbage } from "../../engine/gc/find-garbage.js";
import { usageFailure } from "../../engine/project/failure.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS, LOCK_TIMEOUT, YES } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync gc`: move the files of deleted images to the trash, and back. */
export const gc: Command = {
  name: "gc",
  summary: "move files that deleted images left behind to a trash folder; nothing is deleted",
  details: `Moves only what a record proves to be a copy of sync collect: no manifest declares the file, the history of this
database names the run that deleted its image, the bytes are those of that image, and no row shows it. Sidecars go
with their image. Everything else is listed and left. The trash is sync-trash in the media folder.`,
  args: [],
  options: [
    { name: "dry-run", summary: "only list" },
    {
      name: "restore",
      value: { kind: "text", label: "ID|latest" },
      summary: "move the files of a folder of the trash back; overwrites nothing",
    },
    YES,
    LOCK_TIMEOUT,
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync gc", does: "list the files, ask, move them" },
    { line: "sync gc --dry-run --json", does: "the list, for a program" },
    { line: "sync gc --restore latest", does: "take the last one back" },
  ],
  run: collectOrRestore,
};

async function collectOrRestore(context: Context): Promise<ExitCode> {
  const { flags } = context;
  const idle = flags.firstGiven(["dry-run", "restore"]);
  if (flags.isOn("yes") && idle !== undefined)
    throw usageFailure(`--yes does not go with --${idle}, which asks nothing`, "Leave --yes out.");
  const id = flags.text("restore");
  return id === undefined ? collect(context) : restore(context, id);
}

async function collect(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ withProject }, { findGarbage }, { moveGarbage }, view, { printResult }, { askConsent }] =
    await Promise.all([
      import("../args/project.js"),
      import("../../engine/gc/find-garbage.js"),
      import("../../engine/gc/gc.js"),
      import("../views/text/gc-text.js"),
      import("../views/print-result.js"),
      import("../terminal/consent.js"),
    ]);
  return withProject(context, async (project, endProgress) => {
    const found: Garbage = await findGarbage(project);
    if (flags.isOn("dry-run") || found.files.length === 0) {
      await printResult(output, { ...found, trash: null }, () => view.describeGarbage(found));
      return EXIT.success;
    }
    // The files are what the question is about; in JSON only the outcome goes to stdout.
    if (!output.json) output.print(view.describeGarbage(found));
    else if (output.interactive) output.say(view.describeGarbage(found));
    if (!flags.isOn("yes")) await askConsent("Move these files to the trash?", output);
    const report = await moveGarbage(project, found.files);
    endProgress();
    await printResult(output, { files: report.moved, left: found.left, trash: report.id }, () =>
      output.hint(view.describeMoved(report)),
    );
    return EXIT.success;
  });
}

async function restore(context: Context, id: string): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ withProject }, { restoreTrash }, { describeRestored }, { printResult }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/gc/gc.js"),
    import("../views/text/gc-text.js"),
    import("../views/print-result.js"),
  ]);
  const dryRun = flags.isOn("dry-run");
  const report = await withProject(context, async (project) => restoreTrash(project, id, { dryRun }));
  await printResult(output, report, () => describeRestored(report, dryRun));
  return report.left.length === 0 ? EXIT.success : EXIT.partial;
}
