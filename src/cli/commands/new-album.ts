import { ALBUM_TYPES } from "../../model/collect-rule.js";
import type { Command, Context } from "../args/command.js";
import { JSON_OPTION } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync new album NAME`: the manifest of an album without images. */
export const newAlbum: Command = {
  name: "new album",
  summary: "make the manifest of an album, without images",
  details:
    "NAME becomes the slug as well; folders are joined by slashes. The file goes to albums/ of the first manifest folder. Nothing is overwritten.",
  args: [{ label: "NAME", required: true }],
  options: [
    {
      name: "type",
      value: { kind: "choice", choices: ALBUM_TYPES },
      summary: "what kind of album it is (default: singles, or deck with --template)",
    },
    {
      name: "template",
      value: { kind: "text", label: "SLUG", candidates: "templates" },
      summary: "the set template whose items the images show",
    },
    { name: "public", summary: "show it to everybody" },
    { name: "dry-run", summary: "show what would be made; write nothing" },
    JSON_OPTION,
  ],
  examples: [
    { line: "sync new album decks/spirits --template spirits", does: "an album for the cards of a set" },
  ],
  run: makeAlbumOf,
};

async function makeAlbumOf(context: Context): Promise<ExitCode> {
  const { args, flags, output } = context;
  const template = flags.text("template");
  const options = {
    name: args[0] as string,
    type: flags.text("type") ?? (template === undefined ? "singles" : "deck"),
    template,
    isPublic: flags.isOn("public"),
    dryRun: flags.isOn("dry-run"),
  };
  const [{ withProject }, { makeAlbum }, { printNew }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/new/new-album.js"),
    import("../views/print-new.js"),
  ]);
  const made = await withProject(context, (project) => makeAlbum(project, options));
  await printNew(made, "Next: list images in it, then run: sync validate", output);
  return EXIT.success;
}
