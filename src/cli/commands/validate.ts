import type { Diagnostic } from "../../model/diagnostic.js";
import type { DesiredEstate, Settings } from "../../model/estate.js";
import { filter } from "../../model/lists/sequence.js";
import { isImage } from "../../model/resource.js";
import type { Command, Context } from "../args/command.js";
import { ASSETS, JSON_OPTION } from "../args/options.js";
import { selectFiles } from "../args/select-files.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";
import {
  CI_TEXT_FORMS,
  FINDINGS_FORMAT,
  formatFindings,
  locateInCheckout,
  readCiFormat,
} from "../views/print-findings.js";
import type { AssetLevel } from "../work/assets.js";

/** `sync validate`: manifests and files, without a database. */
export const validate: Command = {
  name: "validate",
  summary: "check manifests and asset files, without a database",
  details: "PATHS are files or folders; with them only problems found there are reported.",
  args: [{ label: "PATHS", repeated: true }],
  options: [ASSETS, FINDINGS_FORMAT, JSON_OPTION],
  examples: [
    { line: "sync validate", does: "check everything; asset files are looked up, not read" },
    { line: "sync validate --assets hash", does: "also read every byte and compare the hashes" },
    { line: "sync validate --format github", does: "annotate the lines of a pull request" },
    {
      line: "sync validate manifests/sets --json",
      does: "report what is wrong in one folder, for a program",
    },
  ],
  run: validateProject,
};

/** What was looked at: which problems, and how much there is where none is an error. */
interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly estate: DesiredEstate | undefined;
  /** Every manifest that was read, relative to the project folder. */
  readonly files: readonly string[];
  readonly note: string | undefined;
}

async function validateProject(context: Context): Promise<ExitCode> {
  const { args, cwd, output } = context;
  const { loadSettings } = await import("../work/project.js");
  const { settings, diagnostics } = await loadSettings(context);
  const findings =
    settings === undefined
      ? { diagnostics, estate: undefined, files: [], note: undefined }
      : await inspectManifests(settings, diagnostics, context);
  const isWanted = selectFiles(args, cwd, settings?.projectDir ?? cwd);
  const wanted = findings.diagnostics.filter(({ source }) => source === undefined || isWanted(source.file));
  const failed = wanted.some(({ severity }) => severity === "error");
  const ciFormat = readCiFormat(context);
  if (ciFormat !== undefined) {
    const prefix = locateInCheckout(settings?.projectDir ?? cwd, context);
    output.print(
      await formatFindings(ciFormat, wanted, findings.files.filter(isWanted), prefix),
      CI_TEXT_FORMS[ciFormat],
    );
  } else if (output.json) {
    const { diagnosticsToJson } = await import("../../report/formats/json-text.js");
    output.print(diagnosticsToJson(wanted));
  } else {
    const { renderDiagnostics } = await import("../../report/text/diagnostics.js");
    output.print(renderDiagnostics(wanted, output.stdout));
    if (!failed) output.print(summarize(findings, isWanted));
  }
  if (findings.note !== undefined) output.say(findings.note);
  return failed ? EXIT.invalid : EXIT.success;
}

async function inspectManifests(
  settings: Settings,
  known: readonly Diagnostic[],
  { flags }: Context,
): Promise<Findings> {
  const [{ loadEstate }, { describeMissingRoot, lookAtAssets }] = await Promise.all([
    import("../../manifest/load/load.js"),
    import("../work/assets.js"),
  ]);
  const { estate, diagnostics, files } = loadEstate(settings);
  const level = (flags.text("assets") ?? "stat") as AssetLevel;
  const images = filter(estate?.resources ?? [], isImage);
  if (level === "none" || images.length === 0) {
    return { diagnostics: [...known, ...diagnostics], estate, files, note: undefined };
  }
  const assets = await lookAtAssets(settings, images, level);
  const note = assets.rootMissing ? `${describeMissingRoot(settings)} No file was looked at.` : undefined;
  return { diagnostics: [...known, ...diagnostics, ...assets.diagnostics], estate, files, note };
}

function summarize({ estate, diagnostics }: Findings, isWanted: (file: string) => boolean): string {
  if (estate === undefined) {
    const elsewhere = diagnostics.filter(({ severity }) => severity === "error").length;
    return `No error here, but ${elsewhere} elsewhere: run sync validate without paths.`;
  }
  const manifests = estate.manifests.filter(({ file }) => isWanted(file)).length;
  const images = filter(
    estate.resources,
    ({ kind, origin }) => kind === "image" && isWanted(origin.source.file),
  ).length;
  return `${count(manifests, "manifest")}, ${count(images, "image")}: valid`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
