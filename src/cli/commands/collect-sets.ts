import { relative, resolve } from "node:path";
import { nameOf } from "../../model/address.js";
import { filter } from "../../model/lists/sequence.js";
import type { Command, Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync collect sets`: brings the sets of an older program in. */
export const collectSetsCommand: Command = {
  name: "collect sets",
  summary: "make template manifests of an old config.yaml and its CSV files",
  details:
    "DIR holds config.yaml and the CSV files, which are copied to data/sets. Templates that manifests declare already are left alone.",
  args: [{ label: "DIR", required: true }],
  options: [{ name: "dry-run", summary: "show what would be done; write nothing" }],
  examples: [{ line: "sync collect sets ../old/sets", does: "write manifests/sets/*.yaml to review" }],
  run: collectOldSets,
};

async function collectOldSets(context: Context): Promise<ExitCode> {
  const { args, cwd, flags, output } = context;
  const [
    { collectSets },
    { NOWHERE, openDisk },
    { readSettings, readEstate },
    { findSchemas },
    { printDiagnostics },
  ] = await Promise.all([
    import("../../collect/collect-sets.js"),
    import("../../collect/collect-target.js"),
    import("../work/project.js"),
    import("../work/schemas.js"),
    import("../terminal/print-diagnostics.js"),
  ]);
  const settings = await readSettings(context);
  const { resources } = await readEstate(settings, context);
  const templates = filter(resources, ({ kind }) => kind === "set-template");
  const { sets, diagnostics } = await collectSets({
    dir: resolve(cwd, args[0] as string),
    projectDir: settings.projectDir,
    manifestDir: settings.manifestDirs[0] as string,
    schemas: findSchemas(settings.projectDir),
    declared: new Set(templates.map(({ address }) => nameOf(address))),
    target: flags.isOn("dry-run") ? NOWHERE : openDisk(settings),
  });
  for (const { slug, manifest, items } of sets) {
    output.print(
      manifest === undefined
        ? `= ${slug}: a manifest declares it already`
        : `+ ${relative(settings.projectDir, manifest)}: ${items} items`,
    );
  }
  if (diagnostics.length > 0) await printDiagnostics(diagnostics, output);
  if (flags.isOn("dry-run")) output.say("Dry run: nothing was written.");
  return diagnostics.some(({ severity }) => severity === "error") ? EXIT.invalid : EXIT.success;
}
