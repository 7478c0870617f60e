import type { Command, Context } from "../args/command.js";
import type { ExitCode } from "../terminal/exit-codes.js";
import { usageFailure } from "../terminal/failure.js";

/** `sync adopt`: manifests from what the database has. */
export const adopt: Command = {
  name: "adopt",
  summary: "write manifests from what is in the database",
  details:
    "Albums, templates and their images that exist only in the database get manifests; files stay where they are. The database is only read. Without ADDRESS or --all, says what could be adopted.",
  args: [{ label: "ADDRESS", repeated: true }],
  options: [
    { name: "all", summary: "adopt everything that nobody owns" },
    {
      name: "loose",
      summary: "with --all: images in no album get one by month, uploads/2025-11, which apply then makes",
    },
    {
      name: "drift",
      summary:
        "write values, labels and albums that were edited in the database into the manifests that declare them",
    },
    { name: "owned", summary: "write manifests of everything that this estate owns; files that exist stay" },
  ],
  examples: [
    { line: "sync adopt", does: "list what exists only in the database" },
    { line: "sync adopt album:summer-trip", does: "write a manifest for one album" },
    { line: "sync adopt --drift", does: "keep edits that people made in the UI" },
  ],
  run: adoptObjects,
};

async function adoptObjects(context: Context): Promise<ExitCode> {
  const { args, flags } = context;
  const modes = ["all", "drift", "owned"].filter((name) => flags.isOn(name));
  if (modes.length > 1 || (args.length > 0 && modes.some((mode) => mode !== "drift"))) {
    throw usageFailure(
      "sync adopt takes one of ADDRESS, --all and --owned",
      "sync adopt --help shows how it is used.",
    );
  }
  if (flags.isOn("loose") && !flags.isOn("all"))
    throw usageFailure("--loose goes with --all", "sync adopt --all --loose adopts every image.");
  const { checkAddresses } = await import("../work/adopt-work.js");
  checkAddresses(args, flags.isOn("drift"));
  const { readSettings } = await import("../work/project.js");
  const settings = await readSettings(context);
  const work = await import("../work/adopt-work.js");
  if (flags.isOn("drift")) return work.adoptDrift(settings, context);
  if (flags.isOn("owned")) return work.adoptOwned(settings, context);
  return work.adoptRows(settings, context);
}
