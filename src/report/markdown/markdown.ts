import { type Action, type ChangeOutline, outlinesOf } from "../../model/change.js";
import { groupBy } from "../../model/lists/group.js";
import { filter } from "../../model/lists/sequence.js";
import { type ActionCounts, isEmptyPlan, type Plan } from "../../model/plan.js";
import type { Resource } from "../../model/resource.js";
import { count } from "../../model/words.js";
import { type Block, renderBlocked, renderChange } from "../text/change-block.js";
import { type FoldedChange, foldChanges } from "../text/fold.js";
import { describeReversal, listCounts } from "../text/plan-summary.js";
import { elideMiddle, printable } from "../text/printable.js";
import { describeSetHoles, listSetHoles } from "../text/set-holes.js";
import { TextBudget } from "../text/text-budget.js";
import { countByAlbum, nameAlbums } from "./album-rows.js";
import { createMarkupStyle, escapeForMarkdown, markUp } from "./markup.js";
import { linkPlace } from "./source-link.js";

/** Begins every report, so that a bot finds its earlier comment. */
export const MARKDOWN_MARKER = "<!-- album-sync:plan v1 -->";
/** Bytes of UTF-8 that fit into a comment under every reading of GitHub's limit. */
export const COMMENT_BYTES = 60_000;

/** What sections need beyond the shares of their texts: their headings, and what they say of the rest. */
const FRAME_BYTES = 1_000;
const MOST_DELETES = 50;
/** More lines of changes than this are folded. */
const MOST_OPEN_LINES = 10;
const WIDTH = 240;
const LONGEST_NAME = 120;
const ACTION_WORDS: { readonly [A in Action]: string } = {
  create: "add",
  update: "change",
  move: "move",
  adopt: "adopt",
  release: "release",
  delete: "**delete**",
};
/** A comment is about changes: of incomplete sets it names a few items. */
const HOLES = { most: 6, render: code, escapeText: escapeForMarkdown };
const COLUMNS = ["create", "update", "move", "adopt", "release", "delete"] as const;

type NameOf = (change: ChangeOutline) => string;

/**
 * A plan as Markdown for a pull request, never over `limit` UTF-8 bytes where these hold its headline: marker, headline,
 * plan id and count of deletes always, then in shares of the room deletes by album (50 at most), what stops the plan, a row
 * for each album, the changes, the first of them with their fields, and the albums of `resources` that lack items of their
 * sets or show some twice; each part says how much more there is. Every text of the plan stands escaped. `base`: where links
 * to places begin, empty or ending in `/`; `resources`: what all manifests declare, none where that is not known.
 */
export function renderPlanMarkdown(
  plan: Plan,
  limit: number = COMMENT_BYTES,
  base = "",
  resources: Iterable<Resource> = [],
): string {
  const head = [
    [MARKDOWN_MARKER, renderHeadline(plan)],
    [`Plan <code>${plan.planId}</code>`],
    plan.reverses === undefined ? [] : [`${describeReversal(plan)}`],
  ];
  const room = new TextBudget(limit - Buffer.byteLength(joinSections(head)) - FRAME_BYTES);
  const nameOf = nameAlbums(outlinesOf(plan.changes));
  return joinSections([
    ...head,
    renderDeletes(plan, nameOf, room),
    renderStops(plan, room),
    renderRows(plan, nameOf, room),
    renderChanges(plan, base, room),
    renderSets(resources, room),
    renderFooter(plan),
  ]);
}

function joinSections(sections: readonly (readonly string[])[]): string {
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

/** A line of the list of deletes, and how many it tells of. */
interface DeleteLine {
  readonly text: string;
  readonly told: number;
}

function renderDeletes({ changes, summary }: Plan, nameOf: NameOf, room: TextBudget): readonly string[] {
  const total = summary.actions.delete;
  if (total === 0) return [];
  const deletes = filter(outlinesOf(changes), ({ action }) => action === "delete");
  const lines: DeleteLine[] = [];
  for (const [name, group] of groupBy(deletes, nameOf)) {
    if (lines.length >= 2 * MOST_DELETES) break;
    for (const line of listDeletes(name, group)) lines.push(line);
  }
  let told = 0;
  const fitting = lines.filter((line) => {
    told += line.told;
    return told <= MOST_DELETES;
  });
  const { pieces } = room.fill(fitting, ({ text }) => text);
  const shown = fitting.slice(0, pieces.length).reduce((sum, line) => sum + line.told, 0);
  return [
    "> [!CAUTION]",
    `> **${total} to delete**`,
    ...(pieces.length > 0 ? [">", ...pieces] : []),
    ...(shown < total ? [...(pieces.length > 0 ? [] : [">"]), `> - and ${total - shown} more`] : []),
  ];
}

/** An album, itself when it goes too, and its images below. */
function listDeletes(name: string, group: readonly ChangeOutline[]): readonly DeleteLine[] {
  const images = group.filter(({ kind }) => kind === "image");
  const others = group.filter(({ kind }) => kind !== "image");
  const title = name === "" ? "(no manifest)" : code(name);
  const amounts = [
    ...(others.length > 0 ? ["itself"] : []),
    ...(images.length > 0 ? [count(images.length, "image")] : []),
  ];
  return [
    { text: `> - ${title}: ${amounts.join(" and ")}`, told: others.length },
    ...images.slice(0, MOST_DELETES).map(({ address }) => ({ text: `>   - ${code(address)}`, told: 1 })),
  ];
}

/** What keeps the plan from being applied as it is. */
function renderStops({ blocked, guards, pendingMigrations }: Plan, room: TextBudget): readonly string[] {
  const style = createMarkupStyle(false, WIDTH);
  const stops = [
    ...guards.map(({ code: name, reason, help }) => `stopped: ${name}: ${reason}; ${help}`),
    ...pendingMigrations.map((name) => `migration to run first: ${name}`),
    ...blocked,
  ];
  if (stops.length === 0) return [];
  const { pieces, rest } = room.fill(stops, (stop) => {
    if (typeof stop === "string") return `<li>${markedCode(printable(stop))}</li>`;
    const { header, body } = renderBlocked(stop, style);
    return `<li>${markedCode(printable([header, ...body.map((line) => line.trim())].join("; ")))}</li>`;
  });
  const more = rest > 0 ? [`<li>and ${count(rest, "more reason to stop", "more reasons to stop")}</li>`] : [];
  return [`<ul>`, ...pieces, ...more, `</ul>`];
}

function renderRows({ changes }: Plan, nameOf: NameOf, room: TextBudget): readonly string[] {
  const rows = countByAlbum(outlinesOf(changes), nameOf);
  if (rows.length === 0) return [];
  const { pieces, rest } = room.fill(rows, ({ name, itself, counts }) => {
    const title = name === "" ? "(no manifest)" : code(name);
    return `| ${title} | ${itself === undefined ? "" : ACTION_WORDS[itself]} ${listCells(counts)}`;
  });
  return [
    "| Album or set template | itself | images to add | change | move | adopt | release | delete |",
    "|---|---|--:|--:|--:|--:|--:|--:|",
    ...pieces,
    ...(rest > 0 ? [`| and ${rest} more |  |  |  |  |  |  |  |`] : []),
  ];
}

function renderSets(resources: Iterable<Resource>, room: TextBudget): readonly string[] {
  const holes = listSetHoles(resources);
  if (holes.length === 0) return [];
  const { pieces, rest } = room.fill(
    holes,
    (each) => `- ${code(each.album)}: ${describeSetHoles(each, HOLES)}`,
  );
  return ["**Incomplete sets**", "", ...pieces, ...(rest > 0 ? [`- and ${count(rest, "more album")}`] : [])];
}

function listCells(counts: ActionCounts): string {
  const cells = COLUMNS.map((action) => (counts[action] === 0 ? "" : String(counts[action])));
  return `${cells.map((cell) => `| ${cell} `).join("")}|`;
}

/**
 * All changes but deletes, folded: the first with their fields, then the first lines of others. A block of HTML has no
 * blank line, so no Markdown is read inside.
 */
function renderChanges({ changes }: Plan, base: string, room: TextBudget): readonly string[] {
  const style = createMarkupStyle(false, WIDTH);
  const entries = filter(foldChanges(changes, false), ({ change }) => change.action !== "delete");
  if (entries.length === 0) return [];
  const whole = room.fill(entries, (entry) => renderItem(renderChange(entry, style), entry, base));
  const heads = room.fill(entries.slice(whole.pieces.length), (entry) =>
    renderItem({ ...renderChange(entry, style), body: [] }, entry, base),
  );
  const items = [...whole.pieces, ...heads.pieces];
  const more = [
    ...(heads.pieces.length > 0 ? [`<li>the last ${heads.pieces.length} without their fields</li>`] : []),
    ...(heads.rest > 0 ? [`<li>and ${heads.rest} more: see sync plan</li>`] : []),
  ];
  const list = ["<ul>", ...items, ...more, "</ul>"];
  if (items.join("\n").split("\n").length <= MOST_OPEN_LINES && more.length === 0) return list;
  return [`<details><summary>${count(entries.length, "entry", "entries")}</summary>`, ...list, "</details>"];
}

function renderItem({ header, body }: Block, { change: { source } }: FoldedChange, base: string): string {
  const place = source === undefined ? "" : ` ${linkPlace(source, base)}`;
  if (body.length === 0) return `<li>${markedCode(header)}${place}</li>`;
  return [
    `<li>${markedCode(header)}${place}`,
    ...body.map((line) => `<br>${"&emsp;".repeat(Math.floor(indentOf(line) / 4))}${markedCode(line.trim())}`),
    "</li>",
  ].join("\n");
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function renderFooter({ summary, records, prunable, notes }: Plan): readonly string[] {
  const { make, remake, remove } = summary.thumbnails;
  const parts = [
    ...(make + remake > 0 ? [`${count(make + remake, "thumbnail")} to make`] : []),
    ...(remove > 0 ? [`${count(remove, "thumbnail")} to remove`] : []),
    ...(prunable.length > 0 ? [`${count(prunable.length, "object")} kept though in no manifest`] : []),
    ...(records.length > 0 ? [`${count(records.length, "record")} brought up to date`] : []),
    ...(notes.length > 0 ? [count(notes.length, "note")] : []),
  ];
  return parts.length === 0 ? [] : [`<sub>${parts.join(" · ")}</sub>`];
}

function code(text: string): string {
  return `<code>${escapeForMarkdown(elideMiddle(printable(text), LONGEST_NAME))}</code>`;
}

function markedCode(painted: string): string {
  return `<code>${markUp(painted, escapeForMarkdown)}</code>`;
}
