import { type ChangeOutline, outlinesOf } from "../../model/change.js";
import { filter } from "../../model/lists/sequence.js";
import { type ActionCounts, isEmptyPlan, type Plan } from "../../model/plan.js";
import { count } from "../../model/words.js";
import { type Block, renderBlocked, renderChange } from "../text/change-block.js";
import { foldChanges } from "../text/fold.js";
import { describeReversal, listCounts } from "../text/plan-summary.js";
import { elideMiddle, printable } from "../text/printable.js";
import { countByAlbum } from "./album-rows.js";
import { createMarkupStyle, escapeForMarkdown, markUp } from "./markup.js";

/** Begins every report, so that a bot finds its earlier comment. */
export const MARKDOWN_MARKER = "<!-- album-sync:plan v1 -->";
/** Bytes of UTF-8 that fit into a comment under every reading of GitHub's limit. */
export const COMMENT_BYTES = 60_000;

/** The parts that the report omits, in this order, until it fits. */
const LADDER = ["word diffs", "single changes", "rows of albums", "remarks"] as const;
const MOST_DELETES = 50;
const WIDTH = 240;
const LONGEST_NAME = 120;
const COLUMNS = ["create", "update", "move", "adopt", "release", "delete"] as const;

/**
 * A plan as Markdown for a pull request, never over `limit` UTF-8 bytes: marker, headline, deletes and plan id always
 * (the first 50 deletes and how many more), then what stops it, a row for each album and the changes. Every text of the
 * plan stands escaped in `code`.
 */
export function renderPlanMarkdown(plan: Plan, limit: number = COMMENT_BYTES): string {
  for (let rung = 0; rung < LADDER.length; rung++) {
    const text = renderRung(plan, rung);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  return renderRung(plan, LADDER.length);
}

function renderRung(plan: Plan, rung: number): string {
  const sections = [
    [MARKDOWN_MARKER, renderHeadline(plan)],
    [`Plan <code>${plan.planId}</code>`],
    plan.reverses === undefined ? [] : [`${describeReversal(plan)}`],
    renderDeletes(filter(outlinesOf(plan.changes), ({ action }) => action === "delete")),
    rung < 4 ? renderStops(plan) : countStops(plan),
    rung < 3 ? renderRows(plan) : [],
    rung < 2 ? renderChanges(plan, rung < 1) : [],
    renderFooter(plan, rung),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
}

function renderHeadline(plan: Plan): string {
  const { summary } = plan;
  const blocked = summary.blocked > 0 ? [`${summary.blocked} blocked`] : [];
  const counts = [...listCounts(summary.actions, false), ...blocked];
  const words = counts.map((text) => (text.endsWith("to delete") ? `**${text}**` : text)).join(", ");
  const what = isEmptyPlan(plan) ? "no changes" : words === "" ? "no rows change" : words;
  return `### album-sync plan · ${code(plan.estate)}: ${what}`;
}

function renderDeletes(deletes: readonly ChangeOutline[]): readonly string[] {
  if (deletes.length === 0) return [];
  const shown = deletes.slice(0, MOST_DELETES).map(({ address }) => `> - ${code(address)}`);
  const rest = deletes.length - shown.length;
  return [
    "> [!CAUTION]",
    `> **${deletes.length} to delete**`,
    ">",
    ...shown,
    ...(rest > 0 ? [`> - and ${rest} more`] : []),
  ];
}

/** What keeps the plan from being applied as it is. */
function renderStops({ blocked, guards, pendingMigrations }: Plan): readonly string[] {
  const style = createMarkupStyle(false, WIDTH);
  const stops = [
    ...guards.map(({ code: name, reason, help }) => `stopped: ${name}: ${reason}; ${help}`),
    ...pendingMigrations.map((name) => `migration to run first: ${name}`),
    ...blocked
      .map((each) => renderBlocked(each, style))
      .map(({ header, body }) => [header, ...body.map((line) => line.trim())].join("; ")),
  ];
  if (stops.length === 0) return [];
  const items = stops.map((text) => `<li>${markedCode(printable(text))}</li>`);
  return [`<ul>`, ...items, `</ul>`];
}

function countStops({ blocked, guards }: Plan): readonly string[] {
  const parts = [
    ...(guards.length > 0 ? [`stopped by ${count(guards.length, "guard")}`] : []),
    ...(blocked.length > 0 ? [`${blocked.length} blocked`] : []),
  ];
  return parts.length === 0 ? [] : [`${parts.join(", ")}.`];
}

function renderRows({ changes }: Plan): readonly string[] {
  const rows = countByAlbum(outlinesOf(changes));
  if (rows.length === 0) return [];
  return [
    "| Album | add | change | move | adopt | release | delete |",
    "|---|--:|--:|--:|--:|--:|--:|",
    ...rows.map(({ name, counts }) => `| ${name === "" ? "(no manifest)" : code(name)} ${listCells(counts)}`),
  ];
}

function listCells(counts: ActionCounts): string {
  const cells = COLUMNS.map((action) => (counts[action] === 0 ? "" : String(counts[action])));
  return `${cells.map((cell) => `| ${cell} `).join("")}|`;
}

/** All changes but deletes, folded; a block of HTML has no blank line, so no Markdown is read inside. */
function renderChanges({ changes }: Plan, withBodies: boolean): readonly string[] {
  const style = createMarkupStyle(false, WIDTH);
  const entries = foldChanges(changes, false).filter(({ change }) => change.action !== "delete");
  if (entries.length === 0) return [];
  const lines = entries
    .map((entry) => renderChange(entry, style))
    .flatMap((block) => renderItem(withBodies ? block : { ...block, body: [] }));
  return [
    `<details><summary>${count(entries.length, "entry", "entries")}</summary>`,
    "<ul>",
    ...lines,
    "</ul>",
    "</details>",
  ];
}

function renderItem({ header, body }: Block): readonly string[] {
  if (body.length === 0) return [`<li>${markedCode(header)}</li>`];
  return [
    `<li>${markedCode(header)}`,
    ...body.map((line) => `<br>${"&emsp;".repeat(Math.floor(indentOf(line) / 4))}${markedCode(line.trim())}`),
    "</li>",
  ];
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function renderFooter({ summary, records, prunable, notes }: Plan, rung: number): readonly string[] {
  const { make, remake, remove } = summary.thumbnails;
  const parts = [
    ...(make + remake > 0 ? [`${count(make + remake, "thumbnail")} to make`] : []),
    ...(remove > 0 ? [`${count(remove, "thumbnail")} to remove`] : []),
    ...(prunable.length > 0 ? [`${count(prunable.length, "object")} kept though in no manifest`] : []),
    ...(records.length > 0 ? [`${count(records.length, "record")} brought up to date`] : []),
    ...(notes.length > 0 ? [count(notes.length, "note")] : []),
    ...(rung > 0 ? [`omitted for length: ${LADDER.slice(0, rung).join(", ")}`] : []),
  ];
  return parts.length === 0 ? [] : [`<sub>${parts.join(" · ")}</sub>`];
}

function code(text: string): string {
  return `<code>${escapeForMarkdown(elideMiddle(printable(text), LONGEST_NAME))}</code>`;
}

function markedCode(painted: string): string {
  return `<code>${markUp(painted, escapeForMarkdown)}</code>`;
}
