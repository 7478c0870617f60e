import type { Command, Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync unlock ID`: remove the lock of a dead run. */
export const unlock: Command = {
  name: "unlock",
  summary: "remove the lock of a dead run",
  details: `The lock of a killed run expires after a minute. An apply that loses its lock stops before it writes rows.`,
  args: [{ label: "ID", required: true }],
  options: [],
  examples: [
    {
      line: "sync unlock 0d7a…",
      does: "sync status and the message of the waiting run show the id",
    },
  ],
  run: takeLock,
};

async function takeLock(context: Context): Promise<ExitCode> {
  const [{ withProject }, { unlockDatabase }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/unlock.js"),
  ]);
  const { who, host, operation } = await withProject(context, (project) =>
    unlockDatabase(project, context.args[0] as string),
  );
  context.output.print(`Took the lock away from ${who}@${host} (${operation}).`);
  return EXIT.success;
}
