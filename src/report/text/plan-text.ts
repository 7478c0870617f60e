import { outlinesOf } from "../../model/change.js";
import { isEmptyPlan, type Plan } from "../../model/plan.js";
import { count } from "../../model/words.js";
import { type Block, renderBlocked, renderChange } from "./change-block.js";
import { foldChanges } from "./fold.js";
import { describeReversal, renderSummary } from "./plan-summary.js";
import { displayWidth, padTo, printable } from "./printable.js";
import { createStyle, type Paint, type ReportOptions, type Style } from "./style.js";

/** A header as it lies on the screen: text that the terminal takes for colour counts nothing. */
const COLOR_CODE = /\u001b\[[0-9;]*m/g;
const MOST_PRUNABLE = 10;

/**
 * A plan for a person: pending migrations, each change with reason and place, blocked changes, remarks, and the counts.
 * Every line ends with a newline; no text of the plan reaches the terminal with control characters.
 */
export function renderPlanText(plan: Plan, options: ReportOptions): string {
  const style = createStyle(options);
  const blocks = [
    ...Array.from(foldChanges(plan.changes, style.verbose), (entry) => renderChange(entry, style)),
    ...plan.blocked.map((blocked) => renderBlocked(blocked, style)),
  ];
  const sections = [
    renderMigrations(plan.pendingMigrations, style.paint),
    layOut(blocks),
    renderPrunable(plan, style),
    renderNotes(plan, style.paint),
    isEmptyPlan(plan) ? [] : asLines(describeReversal(plan)),
    renderGuards(plan, style),
    renderSummary(plan, isEmptyPlan(plan), style.paint),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
}

function asLines(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

function renderMigrations(pending: readonly string[], paint: Paint): readonly string[] {
  if (pending.length === 0) return [];
  return [
    `${count(pending.length, "migration")} of the database to run first:`,
    ...pending.map((name) => `${paint.add("+")} ${printable(name)}`),
  ];
}

/** Headers without a body stand close together with their places in one column; a body has a blank line around it. */
function layOut(blocks: readonly Block[]): readonly string[] {
  const lines: string[] = [];
  let run: Block[] = [];
  const closeRun = () => {
    if (run.length > 0 && lines.length > 0) lines.push("");
    for (const line of alignHeaders(run)) lines.push(line);
    run = [];
  };
  for (const block of blocks) {
    if (block.body.length === 0) {
      run.push(block);
      continue;
    }
    closeRun();
    if (lines.length > 0) lines.push("");
    for (const line of [...alignHeaders([block]), ...block.body]) lines.push(line);
  }
  closeRun();
  return lines;
}

function alignHeaders(blocks: readonly Block[]): readonly string[] {
  const widths = blocks.map(({ header }) => displayWidth(header.replace(COLOR_CODE, "")));
  const widest = widths.reduce((most, width) => Math.max(most, width), 0);
  return blocks.map(({ header, place }, index) =>
    place === "" ? header : `${header}${padTo("", widest - (widths[index] as number))}  ${place}`,
  );
}

function renderPrunable({ prunable, changes }: Plan, { paint, verbose }: Style): readonly string[] {
  if (prunable.length === 0) return [];
  // What this plan releases is listed among its changes already.
  const leaving = new Set(Array.from(outlinesOf(changes), ({ address }) => address));
  const earlier = prunable.filter((address) => !leaving.has(address));
  if (earlier.length === 0) return [];
  const shown = verbose ? earlier : earlier.slice(0, MOST_PRUNABLE);
  const rest = earlier.length - shown.length;
  return [
    `${count(earlier.length, "object")} released earlier, kept in the database (pruning is off; --prune deletes):`,
    ...shown.map((address) => `${paint.faint(".")} ${printable(address)}`),
    ...(rest > 0 ? [`… and ${rest} more`] : []),
  ];
}

function renderNotes({ notes, records }: Plan, paint: Paint): readonly string[] {
  const lines = notes.map(
    ({ address, text }) => `${paint.faint("note:")} ${printable(address)}  ${printable(text)}`,
  );
  if (records.length === 0) return lines;
  return [
    ...lines,
    `${paint.faint("note:")} ${count(records.length, "record")} brought up to date by the next apply`,
  ];
}

function renderGuards({ guards }: Plan, { paint, hint }: Style): readonly string[] {
  return guards.flatMap(({ code, reason, help }) => [
    `${paint.alert("!")} ${paint.strong("stopped")}: ${printable(code)}: ${printable(reason)}`,
    `    help: ${hint(printable(help))}`,
  ]);
}
