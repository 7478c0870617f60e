import type { Command, Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync init`: the files of a new project. */
export const init: Command = {
  name: "init",
  summary: "create the files of a new project",
  details:
    "Files that exist are left as they are; a .gitignore gets the lines that it lacks. Where a configuration exists, the asset roots that it names get their markers, unless they are empty.",
  args: [],
  options: [],
  examples: [
    { line: "sync init", does: "make them here" },
    { line: "sync -C albums init", does: "make them in the folder albums" },
  ],
  run: makeFiles,
};

async function makeFiles({ cwd, flags, output }: Context): Promise<ExitCode> {
  const { initProject } = await import("../../engine/init/init.js");
  const words = { created: "made", extended: "added lines to", kept: "kept" };
  initProject({
    cwd,
    untrusted: flags.isOn("untrusted"),
    onDone: ({ path, action }) => output.print(`${words[action]} ${path}`),
  });
  output.say("\nNext: write a first manifest (manifests/README.md shows one), then run: sync validate");
  output.say("The workflow runs once OWNER/album-sync@COMMIT in it names a repository and a commit.");
  return EXIT.success;
}
