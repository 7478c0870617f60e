import { type Address, parseAddress } from "../../model/address.js";
import { formatTime } from "../../model/time.js";
import type { Command, Context } from "../args/command.js";
import { LOCK_TIMEOUT } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import { failWith, usageFailure } from "../terminal/failure.js";

/** `sync forget ADDRESS`: drop what is remembered of an object. */
export const forget: Command = {
  name: "forget",
  summary: "drop what is remembered of an object; its row stays as it is",
  details: `A row that is there becomes nobody's; if a manifest still declares the object, the next plan adopts it again. Of a row
that was deleted in the database the tombstone goes: a plan then makes it anew if it is still declared.`,
  args: [{ label: "ADDRESS", required: true }],
  options: [LOCK_TIMEOUT],
  examples: [{ line: "sync forget album:decks/first", does: "leave that album to others from now on" }],
  run: forgetAddress,
};

async function forgetAddress(context: Context): Promise<ExitCode> {
  const address = readAddress(context.args[0] as string);
  const [{ readSettings }, { withDatabase }, { checkMigrations }, { withLease }, header] = await Promise.all([
    import("../work/project.js"),
    import("../work/database.js"),
    import("../work/apply-guards.js"),
    import("../work/lease.js"),
    import("../terminal/run-header.js"),
  ]);
  const [{ forgetObject }, { readState }] = await Promise.all([
    import("../../db/write/forget.js"),
    import("../../db/schema/state.js"),
  ]);
  const settings = await readSettings(context);
  const runner = header.identifyRunner(settings.projectDir);
  const { now } = context;
  const done = await withDatabase(settings, "write", async (handle) => {
    const state = await readState(handle);
    checkMigrations(state.pending);
    const run = {
      ...runner,
      estate: settings.estate,
      command: "forget",
      planId: "",
      startedAt: formatTime(now()),
      servedFrom: state.servedFrom ?? "",
    };
    return withLease(handle, runner, "forget", context, (lease) =>
      forgetObject(handle, address, { run, clock: now, lease }),
    );
  });
  if (!done) throw unknownObject(address);
  context.output.print(`Forgot ${address}; no row was touched.`);
  return EXIT.success;
}

function readAddress(word: string): Address {
  if (parseAddress(word) !== undefined) return word;
  throw usageFailure(
    `"${word}" is no address`,
    "Give an address as the plan shows it, e.g. album:decks/first.",
  );
}

function unknownObject(address: Address): Error {
  return failWith(
    EXIT.failure,
    "object-unknown",
    `nothing is remembered of ${address}`,
    "sync status and sync plan show what this estate owns.",
  );
}
