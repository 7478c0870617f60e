import { type Address, nameOf as nameOfAddress } from "../../model/address.js";
import { type Change, type ChangeOutline, type DeleteChange, outlinesOf } from "../../model/change.js";
import { canonicalJson, type Json } from "../../model/json.js";
import { groupBy } from "../../model/lists/group.js";
import { filter } from "../../model/lists/sequence.js";
import { isEmptyPlan, type Plan } from "../../model/plan.js";
import type { Resource } from "../../model/resource.js";
import { count } from "../../model/words.js";
import { nameAlbums } from "../markdown/album-rows.js";
import { escapeHtml } from "../markdown/markup.js";
import { type FoldedChange, foldChanges } from "../text/fold.js";
import { describeNothing, describeReversal } from "../text/plan-summary.js";
import { printable } from "../text/printable.js";
import { describeSetHoles, listSetHoles } from "../text/set-holes.js";
import { TextBudget } from "../text/text-budget.js";
import { type ContactSheet, layOutSheets } from "./contact-sheet.js";
import { captionHtml, type ReportPart, renderContents, renderGroups } from "./html-albums.js";
import { codeHtml, type Pictures, pictureHtml, renderCard } from "./html-change.js";
import { renderSheet } from "./html-sheet.js";
import { HTML_STYLE } from "./html-style.js";

/** Items of a set that are named of those missing, and of those doubled. */
const MOST_ITEMS = 30;

/** What a report shows beside the plan. */
export interface HtmlFacts {
  /** What the manifests declare; empty when only the plan is known. */
  readonly resources: Iterable<Resource>;
  readonly pictures: Pictures;
  /** How many images of the plan have no picture here, since the report would grow too big. */
  readonly leftOut: number;
  /** Remarks about the pictures. */
  readonly remarks?: readonly string[];
}

/** Bytes of the report without its pictures. */
const MOST_TEXT = 5 * 1024 * 1024;
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** A plan as one HTML file that needs neither network nor script; `script` only holds data for programs. */
export function renderPlanHtml(
  plan: Plan,
  { resources, pictures, leftOut, remarks = [] }: HtmlFacts,
  room = new TextBudget(MOST_TEXT),
): string {
  const entries = [...foldChanges(plan.changes, false)];
  const created = new Set(
    filter(outlinesOf(plan.changes), ({ action }) => action === "create").map(({ address }) => address),
  );
  const sheets = layOutSheets(resources, (image) => created.has(image));
  const sheeted = new Set(
    sheets.flatMap(({ album, rows, others }) => [
      album,
      ...rows.flat().flatMap((cell) => cell?.images ?? []),
      ...others,
    ]),
  );
  const title = `album-sync plan · ${printable(plan.estate)}`;
  const nameOf = nameAlbums(outlinesOf(plan.changes), resources);
  const tools = { pictures, nameOf, room };
  const stops = renderStops(plan, room);
  const loose = entries.filter(({ change }) => change.action === "create" && !sheeted.has(change.address));
  const changed = entries.filter(({ change }) => change.action === "update" || change.action === "adopt");
  const parts = [
    renderDeletes(
      filter(outlinesOf(plan.changes), (change) => change.action === "delete"),
      tools,
    ),
    renderCards("changed", "Changed", changed, tools),
    renderCards("moved", "Moved", withAction(entries, "move"), tools),
    renderSheets(sheets, tools, created),
    renderCards("new", "Other additions", loose, tools),
    renderCards("released", "Released", withAction(entries, "release"), tools),
    renderSets(resources, room),
    renderThumbnails(plan, room),
    renderNotes(plan, room),
  ].filter(({ html }) => html.length > 0);
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title><style>${HTML_STYLE}</style></head><body>`,
    `<h1>${escapeHtml(title)}</h1><p class="faint">Plan ${codeHtml(plan.planId)}</p>`,
    ...(plan.reverses === undefined ? [] : [`<p>${escapeHtml(`${describeReversal(plan)}`)}</p>`]),
    renderCounts(plan),
    leftOut > 0
      ? `<p class="stop">${count(leftOut, "image")} of this plan are shown without a picture, to keep this file small.</p>`
      : "",
    ...remarks.map((remark) => `<p class="faint">${escapeHtml(remark)}</p>`),
    ...stops,
    ...renderContents(parts),
    ...parts.flatMap((part) => [`<h2 id="${part.id}">${part.title} (${part.total})</h2>`, ...part.html]),
    `<script type="application/json" id="plan">${embedJson(plan)}</script>`,
    "</body></html>",
    "",
  ]
    .filter((part, index, all) => part !== "" || index === all.length - 1)
    .join("\n");
}

/** What the parts of a report are made with. */
interface Tools {
  readonly pictures: Pictures;
  readonly nameOf: (change: ChangeOutline) => string;
  readonly room: TextBudget;
}

function renderCounts(plan: Plan): string {
  if (isEmptyPlan(plan)) return `<p>${escapeHtml(describeNothing(plan))}</p>`;
  const { actions, blocked, thumbnails } = plan.summary;
  const counts: readonly (readonly [number, string, string])[] = [
    [actions.create, "to add", "add"],
    [actions.update, "to change", ""],
    [actions.move, "to move", ""],
    [actions.adopt, "to adopt", ""],
    [actions.release, "to release", ""],
    [actions.delete, "to delete", "del"],
    [blocked, "blocked", "del"],
    [thumbnails.make + thumbnails.remake, "thumbnails to make", ""],
    [thumbnails.remove, "thumbnails to remove", ""],
  ];
  const items = counts
    .filter(([amount]) => amount > 0)
    .map(
      ([amount, words, kind]) =>
        `<li class="${kind}"><b>${amount}</b>${amount === 1 ? words.replace("thumbnails", "thumbnail") : words}</li>`,
    );
  return `<ul class="counts">${items.join("")}</ul>`;
}

function renderStops({ guards, blocked, pendingMigrations }: Plan, room: TextBudget): readonly string[] {
  const stops = [
    ...guards.map(({ code, reason, help }) => [`stopped: ${code}`, reason, help]),
    ...pendingMigrations.map((name) => [`migration to run first: ${name}`]),
    ...blocked.map(({ address, code, reason, help }) => [`${address} blocked: ${code}`, reason, help]),
  ];
  const { pieces: html, rest } = room.fill(
    stops,
    (lines) =>
      `<div class="stop">${lines.map((line) => `<p>${escapeHtml(printable(line))}</p>`).join("")}</div>`,
  );
  return [...html, ...renderRest(rest, "reason to stop", "reasons to stop")];
}

/** Deletes as contact sheets, one for each album. */
function renderDeletes(deletes: readonly DeleteChange[], { pictures, nameOf, room }: Tools): ReportPart {
  const part = { id: "deleted", layout: "list" };
  const groups = [...groupBy(deletes, nameOf)].map(([name, items]) => {
    const images = items.filter(({ kind }) => kind === "image").length;
    const amounts = [
      ...(images < items.length ? ["itself"] : []),
      ...(images > 0 ? [count(images, "image")] : []),
    ];
    return { name, facts: `${amounts.join(" and ")}, ${items[0]?.reason}`, items };
  });
  const { html, albums, rest } = renderGroups(part, groups, room, ({ kind, address }) => {
    const name = kind === "image" ? (nameOfAddress(address).split("/").at(-1) ?? "") : address;
    const picture = pictureHtml(address, address, pictures);
    return `<div class="cell gone" title="${escapeHtml(printable(address))}">${picture}${captionHtml(name)}</div>`;
  });
  const all = [...html, ...renderRest(rest, "delete")];
  return { id: part.id, title: "Deleted", total: deletes.length, html: all, albums };
}

function renderCards(
  id: string,
  title: string,
  entries: readonly FoldedChange[],
  { pictures, nameOf, room }: Tools,
): ReportPart {
  const groups = [...groupBy(entries, ({ change }) => nameOf(change))].map(([name, items]) => ({
    name,
    facts: count(countChanges(items), "change"),
    items,
  }));
  const { html, albums, rest } = renderGroups({ id, layout: "cards" }, groups, room, (entry) =>
    renderCard(entry, pictures),
  );
  return { id, title, total: countChanges(entries), html: [...html, ...renderRest(rest, "change")], albums };
}

/** Changes that entries show, with those that read the same. */
function countChanges(entries: readonly FoldedChange[]): number {
  return entries.reduce((sum, { alike }) => sum + 1 + alike.length, 0);
}

function renderSheets(
  sheets: readonly ContactSheet[],
  { pictures, room }: Tools,
  created: ReadonlySet<Address>,
): ReportPart {
  const id = "added";
  const isNew = (image: Address) => created.has(image);
  const { pieces, rest } = room.fill(
    sheets.map((sheet, index) => ({ sheet, id: `${id}-${index + 1}` })),
    (each) => renderSheet(each.sheet, each.id, pictures, isNew),
  );
  const albums = sheets.slice(0, pieces.length).map(({ album }) => album);
  const html = [...pieces, ...renderRest(rest, "album")];
  return { id, title: "Albums with new images", total: sheets.length, html, albums };
}

/** Albums that lack items of their sets or show some twice, whether the plan changes them or not. */
function renderSets(resources: Iterable<Resource>, room: TextBudget): ReportPart {
  const holes = listSetHoles(resources);
  const { pieces, rest } = room.fill(
    holes,
    (each) =>
      `<li>${codeHtml(each.album)} ${describeSetHoles(each, { most: MOST_ITEMS, render: escapeHtml, escapeText: escapeHtml })}</li>`,
  );
  const html = holes.length === 0 ? [] : [`<ul>${pieces.join("\n")}</ul>`, ...renderRest(rest, "album")];
  return { id: "sets", title: "Incomplete sets", total: holes.length, html, albums: [] };
}

function renderThumbnails({ thumbnails }: Plan, room: TextBudget): ReportPart {
  const gone = filter(thumbnails, ({ action }) => action === "remove");
  const { pieces, rest } = room.fill(gone, ({ address, reason }) => {
    return `<li>${codeHtml(address)} <span class="faint">${escapeHtml(printable(reason))}</span></li>`;
  });
  const html =
    gone.length === 0
      ? []
      : [
          `<details><summary>${count(gone.length, "thumbnail")} of these images</summary><ul>${pieces.join("\n")}</ul></details>`,
          ...renderRest(rest, "thumbnail"),
        ];
  return { id: "thumbnails", title: "Thumbnails to remove", total: gone.length, html, albums: [] };
}

/** What had no room. */
function renderRest(rest: number, one: string, many?: string): readonly string[] {
  if (rest === 0) return [];
  return [
    `<p class="stop">and ${count(rest, `more ${one}`, `more ${many ?? `${one}s`}`)}: see sync plan</p>`,
  ];
}

function withAction(entries: readonly FoldedChange[], action: Change["action"]): readonly FoldedChange[] {
  return entries.filter(({ change }) => change.action === action);
}

function renderNotes({ notes, prunable, records }: Plan, room: TextBudget): ReportPart {
  const items = [
    ...(prunable.length > 0
      ? [`${count(prunable.length, "object")} no longer in a manifest, kept in the database`]
      : []),
    ...(records.length > 0
      ? [`${count(records.length, "record")} brought up to date by the next apply`]
      : []),
  ];
  const { pieces, rest } = room.fill(
    notes,
    ({ address, text }) => `${codeHtml(address)} ${escapeHtml(printable(text))}`,
  );
  const all = [...pieces, ...items].map((item) => `<li>${item}</li>`);
  const html = all.length === 0 ? [] : [`<ul>${all.join("\n")}</ul>`, ...renderRest(rest, "note")];
  return { id: "notes", title: "Notes", total: notes.length + items.length, html, albums: [] };
}

// Angle brackets would let a text of the plan end the script element.
function embedJson({ planId, estate, summary }: Plan): string {
  return canonicalJson({ planId, estate, summary } as unknown as Json).replace(
    /[<>\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
