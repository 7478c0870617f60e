import { relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Context } from "../args/command.js";
import type { OptionSpec } from "../args/option-spec.js";
import { readVersion } from "../terminal/version.js";

/** Forms of findings for the tools of a CI. */
const CI_FORMATS = ["github", "sarif", "junit"] as const;

/** What each of them is when it is printed. */
export const CI_TEXT_FORMS = { github: "annotations", sarif: "json", junit: "data" } as const;

export const FINDINGS_FORMAT: OptionSpec = {
  name: "format",
  value: { kind: "choice", choices: ["text", "json", ...CI_FORMATS] },
  summary: "form of the result (default: text); github: annotations of a workflow run",
};

/** The form for a CI that was asked for; undefined for text and JSON. */
export function readCiFormat({ flags }: Pick<Context, "flags">): (typeof CI_FORMATS)[number] | undefined {
  return CI_FORMATS.find((format) => format === flags.text("format") && !flags.isOn("json"));
}

/** Findings in the form of a CI; `files` are the manifests that were looked at, `projectDir` is absolute. */
export async function formatFindings(
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

/** The project folder below the checkout of a workflow run, with a `/` at its end; empty where it is the checkout itself. */
export function locateInCheckout(projectDir: string, { environment }: Pick<Context, "environment">): string {
  const checkout = environment.GITHUB_WORKSPACE;
  if (checkout === undefined || checkout === "") return "";
  const path = relative(resolve(checkout), projectDir).split(sep).join("/");
  return path === "" || path.startsWith("..") ? "" : `${path}/`;
}
