import { resolve } from "node:path";
import { usageFailure } from "../../engine/project/failure.js";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync add`: appends single pictures to an album. */
export const add: Command = {
  name: "add",
  summary: "add single pictures to an album: copy the files, append them to its manifest",
  details:
    "Fills in every fact that the picture and its sidecar state, and the item of the set whose prompt the picture has. Never changes FILE.",
  args: [{ label: "FILE", required: true, repeated: true }],
  options: [
    {
      name: "album",
      value: { kind: "text", label: "SLUG", candidates: "albums" },
      summary: "the album (required)",
    },
    {
      name: "item",
      value: { kind: "text", label: "ITEM" },
      summary: "the item of the album's set that FILE shows (default: found by the prompt)",
    },
    { name: "dry-run", summary: "show what would be done; write nothing" },
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync add ~/Downloads/moon.png --album decks/moon-cards", does: "add a picture to an album" },
    {
      line: 'sync add moon.png --album decks/moon-cards --item "The Moon"',
      does: "also say which item of the set it shows",
    },
  ],
  run: addPictures,
};

async function addPictures(context: Context): Promise<ExitCode> {
  const { flags, args, cwd } = context;
  const album = flags.text("album");
  if (album === undefined)
    throw usageFailure("sync add needs --album SLUG", "sync ls albums lists the albums that were applied.");
  const [{ withProject }, { addFiles }, { printCollected }, { hasFailures }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/collect/add.js"),
    import("../views/print-collected.js"),
    import("../../collect/collect-report.js"),
  ]);
  const options = {
    files: args.map((file) => resolve(cwd, file)),
    album,
    item: flags.text("item"),
    dryRun: flags.isOn("dry-run"),
  };
  const report = await withProject(context, async (project, endProgress) => {
    const added = await addFiles(project, options);
    endProgress();
    printCollected(added, project.settings.projectDir, context);
    return added;
  });
  return hasFailures(report) ? EXIT.partial : EXIT.success;
}
