import { relative, resolve } from "node:path";
import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync db backup [FILE]`: write a backup of the database to a new file. */
export const dbBackup: Command = {
  name: "db backup",
  summary: "write a backup of the database to a new file, while others write",
  details: `A file is copied as it is at one moment, and the copy checked. A database on a server is written by pg_dump, which must be
at least as new as the server. Without FILE the backup is named by the time. An existing file is never overwritten.`,
  args: [{ label: "FILE" }],
  options: [...FORMAT_OPTIONS],
  examples: [
    { line: "sync db backup", does: "make a backup beside the database" },
    { line: "sync db backup /backups/albums.db", does: "the same in a file of this name" },
  ],
  run: backUp,
};

async function backUp(context: Context): Promise<ExitCode> {
  const [{ withProject }, { backUpDatabase }, { describeBackup }, { printResult }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/copies/back-up.js"),
    import("../views/text/copy-text.js"),
    import("../views/print-result.js"),
  ]);
  const { args, cwd, environment, output } = context;
  const [file] = args;
  const backup = await withProject(context, (project) =>
    backUpDatabase(project, file === undefined ? undefined : resolve(cwd, file), environment),
  );
  const shown = { ...backup, file: relative(cwd, backup.file) };
  await printResult(output, shown, () => describeBackup(shown));
  return EXIT.success;
}
