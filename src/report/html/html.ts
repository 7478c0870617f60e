import type { Address } from "../../model/address.js";
import { type Change, type DeleteChange, outlinesOf } from "../../model/change.js";
import { canonicalJson, type Json } from "../../model/json.js";
import { filter } from "../../model/lists/sequence.js";
import { isEmptyPlan, type Plan } from "../../model/plan.js";
import type { Resource } from "../../model/resource.js";
import { count } from "../../model/words.js";
import { escapeHtml } from "../markdown/markup.js";
import { type FoldedChange, foldChanges } from "../text/fold.js";
import { describeNothing, describeReversal } from "../text/plan-summary.js";
import { printable } from "../text/printable.js";
import { TextBudget } from "../text/text-budget.js";
import { type ContactSheet, layOutSheets } from "./contact-sheet.js";
import { codeHtml, type Pictures, pictureHtml, renderCard } from "./html-change.js";
import { renderSheet } from "./html-sheet.js";
import { HTML_STYLE } from "./html-style.js";

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
  const entries = foldChanges(plan.changes, false);
  const created = new Set(
    filter(outlinesOf(plan.changes), ({ action }) => action === "create").map(({ address }) => address),
  );
  const sheets = layOutSheets(resources, (image) => created.has(image));
  const sheeted = new Set(
    sheets.flatMap(({ rows, others }) => [...rows.flat().flatMap((cell) => cell?.images ?? []), ...others]),
  );
  const title = `album-sync plan · ${printable(plan.estate)}`;
  const loose = entries.filter(({ change }) => change.action === "create" && !sheeted.has(change.address));
  const changed = entries.filter(({ change }) => change.action === "update" || change.action === "adopt");
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
    ...renderStops(plan, room),
    ...renderDeletes(
      filter(outlinesOf(plan.changes), (change) => change.action === "delete"),
      pictures,
      room,
    ),
    ...renderCards("Changed", changed, pictures, room),
    ...renderCards("Moved", withAction(entries, "move"), pictures, room),
    ...(sheets.length > 0 || loose.length > 0 ? ['<h2 id="added">Added</h2>'] : []),
    ...renderSheets(sheets, pictures, (image) => created.has(image), room),
    ...renderCards("", loose, pictures, room),
    ...renderCards("Released", withAction(entries, "release"), pictures, room),
    ...renderNotes(plan, room),
    `<script type="application/json" id="plan">${embedJson(plan)}</script>`,
    "</body></html>",
    "",
  ]
    .filter((part, index, all) => part !== "" || index === all.length - 1)
    .join("\n");
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
  ];
  const items = counts
    .filter(([amount]) => amount > 0)
    .map(([amount, words, kind]) => `<li class="${kind}"><b>${amount}</b>${words}</li>`);
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

function renderDeletes(
  deletes: readonly DeleteChange[],
  pictures: Pictures,
  room: TextBudget,
): readonly string[] {
  if (deletes.length === 0) return [];
  const { pieces: html, rest } = room.fill(
    deletes,
    ({ address, reason }) =>
      `<li>${codeHtml(address)} <span class="faint">${escapeHtml(printable(reason))}</span>${pictureHtml(address, address, pictures)}</li>`,
  );
  const title = `<h2 id="deleted">Deleted (${deletes.length})</h2>`;
  return [`${title}<ul class="gone">${html.join("\n")}</ul>`, ...renderRest(rest, "delete")];
}

function renderCards(
  title: string,
  entries: readonly FoldedChange[],
  pictures: Pictures,
  room: TextBudget,
): readonly string[] {
  if (entries.length === 0) return [];
  const { pieces: html, rest } = room.fill(entries, (entry) => renderCard(entry, pictures));
  return [
    ...(title === "" ? [] : [`<h2 id="${title.toLowerCase()}">${title}</h2>`]),
    ...html,
    ...renderRest(rest, "change"),
  ];
}

function renderSheets(
  sheets: readonly ContactSheet[],
  pictures: Pictures,
  isNew: (image: Address) => boolean,
  room: TextBudget,
): readonly string[] {
  const { pieces: html, rest } = room.fill(sheets, (sheet) => renderSheet(sheet, pictures, isNew));
  return [...html, ...renderRest(rest, "album")];
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

function renderNotes({ notes, prunable, records }: Plan, room: TextBudget): readonly string[] {
  const items = [
    ...(prunable.length > 0
      ? [`${count(prunable.length, "object")} no longer in a manifest, kept in the database`]
      : []),
    ...(records.length > 0
      ? [`${count(records.length, "record")} brought up to date by the next apply`]
      : []),
  ];
  const { pieces: html, rest } = room.fill(
    notes,
    ({ address, text }) => `${codeHtml(address)} ${escapeHtml(printable(text))}`,
  );
  const all = [...html, ...items].map((item) => `<li>${item}</li>`);
  if (all.length === 0) return [];
  return [`<h2>Notes</h2><ul>${all.join("\n")}</ul>`, ...renderRest(rest, "note")];
}

// Angle brackets would let a text of the plan end the script element.
function embedJson({ planId, estate, summary }: Plan): string {
  return canonicalJson({ planId, estate, summary } as unknown as Json).replace(
    /[<>\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
