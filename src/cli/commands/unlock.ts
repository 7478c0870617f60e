import type { Command, Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { failWith } from "../terminal/failure.js";

/** `sync unlock ID`: take the lock away from a run that is dead. */
export const unlock: Command = {
  name: "unlock",
  summary: "take the lock away from a run that is dead",
  details: `The lock of a killed run ends by itself after a minute. An apply whose lock was taken away stops before it
writes rows.`,
  args: [{ label: "ID", required: true }],
  options: [],
  examples: [
    {
      line: "sync unlock 0d7a…",
      does: "the id stands in sync status and in the message of the run that waited",
    },
  ],
  run: breakLease,
};

async function breakLease(context: Context): Promise<ExitCode> {
  const id = context.args[0] as string;
  const [{ readSettings }, { withDatabase }, { breakLock, readLock }] = await Promise.all([
    import("../work/project.js"),
    import("../work/database.js"),
    import("../../db/queue/lease.js"),
  ]);
  const settings = await readSettings(context);
  const held = await withDatabase(settings, "read", (handle) => readLock(handle, context.now()));
  const broken =
    held?.id === id && (await withDatabase(settings, "write", (handle) => breakLock(handle, id)));
  if (!broken)
    throw failWith(
      EXIT.failure,
      "lock-unknown",
      `no lock has the id ${id}`,
      "sync status shows the lock, if there is one.",
    );
  context.output.print(`Took the lock away from ${held.who}@${held.host} (${held.operation}).`);
  return EXIT.success;
}
