import { relative, resolve } from "node:path";
import type { CollectReport } from "../../collect/collect-report.js";
import type { SetsReport } from "../../collect/collect-sets.js";
import type { RelinkReport } from "../../collect/relink.js";
import { writeRule } from "../../collect/scan/suggest-rule.js";
import { writeTextFile } from "../../files/durable.js";
import { count } from "../../model/words.js";
import type { Context } from "../args/command.js";
import type { Output } from "../terminal/output.js";
import { printDiagnostics } from "../terminal/print-diagnostics.js";
import {
  describeCollectReport,
  describeRelinkReport,
  renderCollectReport,
  renderOutcomeLines,
  renderRelinkReport,
} from "./text/collect-text.js";

/** Prints what became of collected files, and writes it to the file of --report. */
export function printCollected(report: CollectReport, projectDir: string, context: Context): void {
  const { flags, output, cwd } = context;
  const lines = flags.knows("report") ? flags.text("report") : undefined;
  if (lines !== undefined) writeTextFile(resolve(cwd, lines), renderOutcomeLines(report));
  const { color, hint } = output.stdout;
  output.print(
    output.json
      ? JSON.stringify(describeCollectReport(report, projectDir), null, 2)
      : renderCollectReport(report, { color, hint, verbose: output.verbose, projectDir }),
  );
  if (flags.isOn("dry-run"))
    output.say(`Dry run: nothing ${lines === undefined ? "" : `but ${lines} `}was written.`);
  else if (report.manifests.length > 0 && !appliesNow(flags))
    output.say("Next: review the manifests and commit them, then run: sync plan");
}

/** True when the run goes on to plan by itself. */
function appliesNow(flags: Context["flags"]): boolean {
  return flags.knows("apply") && flags.isOn("apply");
}

/** Prints which images of manifests were tied to their items. */
export function printRelinked(report: RelinkReport, projectDir: string, { flags, output }: Context): void {
  const { color, hint } = output.stdout;
  output.print(
    output.json
      ? JSON.stringify(describeRelinkReport(report, projectDir), null, 2)
      : renderRelinkReport(report, { color, hint, verbose: output.verbose, projectDir }),
  );
  if (flags.isOn("dry-run")) output.say("Dry run: nothing was written.");
  else if (report.manifests.length > 0)
    output.say("Next: review the manifests and commit them, then run: sync plan");
}

/** Prints rules to paste into the configuration. */
export function printSuggestedRules({ suggested_rules: rules }: CollectReport, output: Output): void {
  if (output.json) output.print(JSON.stringify(rules, null, 2));
  else if (rules.length === 0) output.say("A rule matches every folder.");
  else
    output.print(
      ["collect:", "  rules:", ...rules.map((rule) => `    ${writeRule(rule)}`)].join("\n"),
      "data",
    );
}

/** Prints what became of old sets. */
export async function printSets(
  { sets, diagnostics }: SetsReport,
  { projectDir, dryRun }: { readonly projectDir: string; readonly dryRun: boolean },
  output: Output,
): Promise<void> {
  for (const { slug, manifest, items } of sets)
    output.print(
      manifest === undefined
        ? `= ${slug}: a manifest declares it already`
        : `+ ${relative(projectDir, manifest)}: ${count(items, "item")}`,
    );
  if (diagnostics.length > 0) await printDiagnostics(diagnostics, output);
  if (dryRun) output.say("Dry run: nothing was written.");
}
