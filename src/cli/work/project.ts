import type { LoadOptions } from "../../manifest/load/unread.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { DesiredEstate, Settings } from "../../model/estate.js";
import type { Context } from "../args/command.js";
import { EXIT } from "../terminal/exit-codes.js";
import { Failure } from "../terminal/failure.js";
import type { Output } from "../terminal/output.js";
import { printDiagnostics } from "../terminal/print-diagnostics.js";
import { readVersion } from "../terminal/version.js";

/** The settings of the project that the command runs in, or why there are none. */
export async function loadSettings({ cwd, flags }: Context): Promise<{
  readonly settings?: Settings;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const settings = await import("../../manifest/read/settings.js");
  const configFile = flags.text("config");
  const database = flags.text("db");
  return settings.loadSettings({
    cwd,
    ...(configFile === undefined ? {} : { configFile }),
    overrides: database === undefined ? {} : { database },
    untrusted: flags.isOn("untrusted"),
  });
}

/** The settings. Throws a failure with every problem of the configuration. */
export async function readSettings(context: Context): Promise<Settings> {
  const { settings, diagnostics } = await loadSettings(context);
  if (settings === undefined) throw new Failure(EXIT.invalid, diagnostics);
  await warnOf(diagnostics, context.output);
  return settings;
}

/** What the manifests declare. Throws a failure with every problem of every file. */
export async function readEstate(
  settings: Settings,
  { output }: Context,
  options: Omit<LoadOptions, "program"> = { memory: null },
): Promise<DesiredEstate> {
  const { loadEstate } = await import("../../manifest/load/load.js");
  const { estate, diagnostics } = loadEstate(settings, { ...options, program: readVersion() });
  if (estate === undefined) throw new Failure(EXIT.invalid, diagnostics);
  await warnOf(diagnostics, output);
  return estate;
}

/** Prints warnings beside a result; in JSON they would get in its way. */
export async function warnOf(diagnostics: readonly Diagnostic[], output: Output): Promise<void> {
  if (diagnostics.length > 0 && !output.quiet && !output.json) await printDiagnostics(diagnostics, output);
}
