import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { namingFile } from "../../files/write-error.js";
import type { Plan } from "../../model/plan.js";
import type { Resource } from "../../model/resource.js";
import type { HtmlFacts } from "../../report/html/html.js";
import type { Context } from "../args/command.js";
import type { Flags } from "../args/flags.js";
import type { Channel, Output } from "../terminal/output.js";
import { locateLinks } from "./checkout.js";

/** What a summary of a step may hold; GitHub refuses one beyond 1,024 KiB. */
const STEP_SUMMARY_BYTES = 900 * 1024;

/** What a report shows beside the plan; each asked for only by a report that shows it. */
interface PlanFacts {
  readonly collectHtml: () => Promise<HtmlFacts>;
  /** What all manifests declare, for Markdown; none where that is not known. */
  readonly readResources: () => Promise<Iterable<Resource>>;
}

/** Prints a plan as the result of a command with REPORT_OPTIONS. Links to places lead below `projectDir`. */
export async function printPlan(
  plan: Plan,
  context: Context,
  projectDir: string,
  facts: PlanFacts,
): Promise<void> {
  const { flags, output, cwd } = context;
  const report = await formatPlan(plan, context, projectDir, facts);
  const file = flags.text("report");
  if (file === undefined) {
    output.print(report, isDocument(context) ? "data" : undefined);
    return;
  }
  const { writeTextFile } = await import("../../files/durable.js");
  writeTextFile(resolve(cwd, file), report);
  output.print(await renderPlan(plan, output.stdout, output.verbose));
}

/** True for reports that show sets as a whole, also what does not change of them. */
export function showsSets(flags: Flags): boolean {
  return ["html", "markdown"].includes(flags.text("format") ?? "");
}

/** Markdown and HTML bring their own escapes, and may be sent into a file. */
function isDocument({ flags, output }: Context): boolean {
  return !output.json && ["markdown", "html"].includes(flags.text("format") ?? "");
}

async function formatPlan(
  plan: Plan,
  context: Context,
  projectDir: string,
  facts: PlanFacts,
): Promise<string> {
  const { flags, output, environment } = context;
  if (output.json) return (await import("../../report/formats/json-text.js")).planToJson(plan);
  if (flags.text("format") === "html") {
    const { renderPlanHtml } = await import("../../report/html/html.js");
    return renderPlanHtml(plan, await facts.collectHtml());
  }
  if (flags.text("format") !== "markdown") return renderPlan(plan, output.stdout, output.verbose);
  const { COMMENT_BYTES, renderPlanMarkdown } = await import("../../report/markdown/markdown.js");
  const links = locateLinks(projectDir, context);
  const resources = await facts.readResources();
  const summary = environment.GITHUB_STEP_SUMMARY;
  if (summary !== undefined && summary !== "") {
    const text = renderPlanMarkdown(plan, STEP_SUMMARY_BYTES, links, resources);
    namingFile(summary, () => appendFileSync(summary, text));
  }
  return renderPlanMarkdown(plan, COMMENT_BYTES, links, resources);
}

/** Prints a plan of a command without REPORT_OPTIONS, as text or JSON. */
export async function printPlainPlan(plan: Plan, output: Output): Promise<void> {
  if (output.json) output.print((await import("../../report/formats/json-text.js")).planToJson(plan));
  else output.print(await renderPlan(plan, output.stdout, output.verbose));
}

/** A plan as text for one of the streams. */
export async function renderPlan(
  plan: Plan,
  { color, columns, hint }: Pick<Channel, "color" | "columns" | "hint">,
  verbose: boolean,
): Promise<string> {
  const { renderPlanText } = await import("../../report/text/plan-text.js");
  return renderPlanText(plan, { color, columns, hint, verbose });
}
