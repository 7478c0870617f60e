import { readVersion } from "../../engine/project/version.js";
import type { ValidationReport } from "../../engine/validate.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { filter } from "../../model/lists/sequence.js";
import { count } from "../../model/words.js";
import type { Context } from "../args/command.js";
import { CI_FORMATS } from "../args/report-options.js";
import { withHints } from "../terminal/print-diagnostics.js";
import { locateInCheckout } from "./checkout.js";

/** What each of them is when it is printed. */
const CI_TEXT_FORMS = { github: "annotations", sarif: "json", junit: "data" } as const;

/** Prints what is wrong with the wanted files, in the form that was asked for; true when nothing is an error. */
export async function printValidation(
  report: ValidationReport,
  isWanted: (file: string) => boolean,
  context: Context,
): Promise<boolean> {
  const { output } = context;
  const wanted = report.diagnostics.filter(({ source }) => source === undefined || isWanted(source.file));
  const isValid = !wanted.some(isError);
  const ciFormat = readCiFormat(context);
  if (ciFormat !== undefined) {
    const prefix = locateInCheckout(report.projectDir, context);
    const text = await formatFindings(ciFormat, wanted, report.files.filter(isWanted), prefix);
    output.print(text, CI_TEXT_FORMS[ciFormat]);
  } else if (output.json) {
    const { diagnosticsToJson } = await import("../../report/formats/json-text.js");
    output.print(diagnosticsToJson(withHints(wanted, output)));
  } else {
    const { renderDiagnostics } = await import("../../report/text/diagnostics.js");
    output.print(renderDiagnostics(wanted, output.stdout));
    if (isValid) output.print(output.hint(summarize(report, isWanted)));
  }
  if (report.note !== undefined) output.say(report.note);
  return isValid;
}

function summarize({ estate, diagnostics }: ValidationReport, isWanted: (file: string) => boolean): string {
  if (estate === undefined)
    return `No error here, but ${diagnostics.filter(isError).length} elsewhere: run sync validate without paths.`;
  const manifests = estate.manifests.filter(({ file }) => isWanted(file)).length;
  const images = filter(
    estate.resources,
    ({ kind, origin }) => kind === "image" && isWanted(origin.source.file),
  ).length;
  return `${count(manifests, "manifest")}, ${count(images, "image")}: valid`;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

/** The form for a CI that was asked for; undefined for text and JSON. */
function readCiFormat({ flags }: Pick<Context, "flags">): (typeof CI_FORMATS)[number] | undefined {
  return CI_FORMATS.find((format) => format === flags.text("format") && !flags.isOn("json"));
}

/** Findings in the form of a CI; `files` are the manifests that were looked at, `projectDir` is absolute. */
async function formatFindings(
  format: (typeof CI_FORMATS)[number],
  diagnostics: readonly Diagnostic[],
  files: readonly string[],
  prefix: string,
): Promise<string> {
  switch (format) {
    case "github":
      return (await import("../../report/formats/github.js")).renderAnnotations(diagnostics, prefix);
    case "sarif":
      return (await import("../../report/formats/sarif.js")).renderSarif(diagnostics, {
        version: readVersion(),
        prefix,
      });
    case "junit":
      return (await import("../../report/formats/junit.js")).renderJunit(diagnostics, files);
  }
}
