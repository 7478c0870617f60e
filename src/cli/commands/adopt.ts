import { usageFailure } from "../../engine/project/failure.js";
import { type Address, parseAddress } from "../../model/address.js";
import type { Command, Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync adopt`: manifests from what the database has. */
export const adopt: Command = {
  name: "adopt",
  summary: "write manifests from rows in the database",
  details:
    "Albums, templates and their images that exist only in the database get manifests; files stay where they are. The database is only read. Without ADDRESS or --all, says what could be adopted.",
  args: [{ label: "ADDRESS", repeated: true, candidates: "addresses" }],
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
  const { args, flags, output } = context;
  checkRequest(context);
  const [{ withProject }, engine, views] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/adopt.js"),
    import("../views/text/adopt-text.js"),
  ]);
  const named = args.length === 0 ? ("all" as const) : new Set<Address>(args);
  return withProject(context, async (project) => {
    if (flags.isOn("drift")) views.printDrift(await engine.adoptDrift(project, named), output);
    else if (flags.isOn("owned")) views.printOwned(await engine.adoptOwned(project), output);
    else {
      const write = args.length > 0 || flags.isOn("all");
      const options = { wanted: named, loose: flags.isOn("loose"), write };
      const report = await engine.adoptRows(project, options);
      views.printAdopted(report, !write, output);
      if (report.missing.length > 0) return EXIT.failure;
    }
    return EXIT.success;
  });
}

/** Throws a usage failure for options that don't go together, and for a word that is no address. */
function checkRequest({ args, flags }: Context): void {
  const modes = ["all", "drift", "owned"].filter((name) => flags.isOn(name));
  if (modes.length > 1 || (args.length > 0 && modes.some((mode) => mode !== "drift")))
    throw usageFailure(
      "sync adopt takes one of ADDRESS, --all and --owned",
      "sync adopt --help shows how it is used.",
    );
  if (flags.isOn("loose") && !flags.isOn("all"))
    throw usageFailure("--loose goes with --all", "sync adopt --all --loose adopts every image.");
  const images = flags.isOn("drift");
  const wrong = args.find(
    (word) => parseAddress(word) === undefined || (!images && word.startsWith("image:")),
  );
  if (wrong !== undefined)
    throw usageFailure(
      `sync adopt can't take "${wrong}"`,
      images
        ? "Give addresses as sync plan lists them, e.g. album:decks/one."
        : "Give addresses as sync adopt lists them, e.g. album:summer-trip; images come with their album.",
    );
}
