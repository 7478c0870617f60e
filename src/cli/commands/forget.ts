import { usageFailure } from "../../engine/project/failure.js";
import { parseAddress } from "../../model/address.js";
import type { Command, Context } from "../args/command.js";
import { LOCK_TIMEOUT } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync forget ADDRESS`: drop what is remembered of an object. */
export const forget: Command = {
  name: "forget",
  summary: "delete the record of an object; its row stays",
  details: `An existing row stays, and this estate no longer owns it. If a manifest still declares the object, the next plan adopts
the row again. If the row was deleted in the database, the next plan creates it again if a manifest still declares it.`,
  args: [{ label: "ADDRESS", required: true, candidates: "addresses" }],
  options: [LOCK_TIMEOUT],
  examples: [{ line: "sync forget album:decks/first", does: "leave that album to others from now on" }],
  run: forgetAddress,
};

async function forgetAddress(context: Context): Promise<ExitCode> {
  const address = context.args[0] as string;
  if (parseAddress(address) === undefined)
    throw usageFailure(
      `"${address}" is no address`,
      "Give an address as the plan shows it, e.g. album:decks/first.",
    );
  const [{ withProject }, { forgetObject }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/forget.js"),
  ]);
  await withProject(context, (project) => forgetObject(project, address));
  context.output.print(`Forgot ${address}; no row was touched.`);
  return EXIT.success;
}
