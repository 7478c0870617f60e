import type { OptionSpec } from "./option-spec.js";
import { JSON_OPTION } from "./options.js";

/** Forms of findings for the tools of a CI. */
export const CI_FORMATS = ["github", "sarif", "junit"] as const;

/** How findings are printed. */
export const FINDINGS_FORMAT: OptionSpec = {
  name: "format",
  value: { kind: "choice", choices: ["text", "json", ...CI_FORMATS] },
  summary: "output format (default: text); github: annotations of a workflow run",
};

/** How a plan is printed, and where to. */
export const REPORT_OPTIONS: readonly OptionSpec[] = [
  {
    name: "format",
    value: { kind: "choice", choices: ["text", "json", "markdown", "html"] },
    summary:
      "output format (default: text); markdown is for a pull request and also goes to GITHUB_STEP_SUMMARY",
  },
  JSON_OPTION,
  {
    name: "report",
    value: { kind: "file", label: "FILE" },
    summary: "write the plan in this format to FILE, and as text to the terminal",
  },
];
