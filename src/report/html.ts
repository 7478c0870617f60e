import type { Change } from "../model/change.js";
import { canonicalJson, type Json } from "../model/json.js";
import { isEmptyPlan, type Plan } from "../model/plan.js";
import type { Resource } from "../model/resource.js";
import { layOutSheets } from "./contact-sheet.js";
import { type Entry, foldChanges } from "./fold.js";
import { codeHtml, type Pictures, pictureHtml, renderCard } from "./html-change.js";
import { renderSheet } from "./html-sheet.js";
import { HTML_STYLE } from "./html-style.js";
import { escapeHtml } from "./markup.js";
import { describeNothing, describeReversal } from "./plan-summary.js";
import { printable } from "./printable.js";
import { count } from "./words.js";

/** What a report shows beside the plan. */
export interface HtmlFacts {
  /** What the manifests declare; empty when only the plan is known. */
  readonly resources: readonly Resource[];
  readonly pictures: Pictures;
  /** How many images of the plan have no picture here, since the report would grow too big. */
  readonly leftOut: number;
}

const MOST_CARDS = 1_500;
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** A plan as one HTML file that needs neither network nor script; `script` only holds data for programs. */
export function renderPlanHtml(plan: Plan, { resources, pictures, leftOut }: HtmlFacts): string {
  const entries = foldChanges(plan.changes, false);
  const created = new Set(
    plan.changes.filter(({ action }) => action === "create").map(({ address }) => address),
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
    ...renderStops(plan),
    renderDeletes(
      plan.changes.filter(({ action }) => action === "delete"),
      pictures,
    ),
    renderCards("Changed", changed, pictures),
    renderCards(
      "Moved",
      entries.filter(({ change }) => change.action === "move"),
      pictures,
    ),
    ...(sheets.length > 0 || loose.length > 0 ? ['<h2 id="added">Added</h2>'] : []),
    ...sheets.map((sheet) => renderSheet(sheet, pictures, (image) => created.has(image))),
    renderCards("", loose, pictures),
    renderCards(
      "Released",
      entries.filter(({ change }) => change.action === "release"),
      pictures,
    ),
    renderNotes(plan),
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

function renderStops({ guards, blocked, pendingMigrations }: Plan): readonly string[] {
  return [
    ...guards.map(({ code, reason, help }) => [`stopped: ${code}`, reason, help]),
    ...pendingMigrations.map((name) => [`migration to run first: ${name}`]),
    ...blocked.map(({ address, code, reason, help }) => [`${address} blocked: ${code}`, reason, help]),
  ].map(
    (lines) =>
      `<div class="stop">${lines.map((line) => `<p>${escapeHtml(printable(line))}</p>`).join("")}</div>`,
  );
}

function renderDeletes(deletes: readonly Change[], pictures: Pictures): string {
  if (deletes.length === 0) return "";
  const items = deletes.map(
    ({ address, reason }) =>
      `<li>${codeHtml(address)} <span class="faint">${escapeHtml(printable(reason))}</span>${pictureHtml(address, address, pictures)}</li>`,
  );
  return `<h2 id="deleted">Deleted (${deletes.length})</h2><ul class="gone">${items.join("\n")}</ul>`;
}

function renderCards(title: string, entries: readonly Entry[], pictures: Pictures): string {
  if (entries.length === 0) return "";
  const cards = entries.slice(0, MOST_CARDS).map((entry) => renderCard(entry, pictures));
  const rest = entries.length - cards.length;
  return [
    ...(title === "" ? [] : [`<h2 id="${title.toLowerCase()}">${title}</h2>`]),
    ...cards,
    ...(rest > 0 ? [`<p class="stop">and ${rest} more, see sync plan</p>`] : []),
  ].join("\n");
}

function renderNotes({ notes, prunable, records }: Plan): string {
  const items = [
    ...notes.map(({ address, text }) => `${codeHtml(address)} ${escapeHtml(printable(text))}`),
    ...(prunable.length > 0
      ? [`${count(prunable.length, "object")} no longer in a manifest, kept in the database`]
      : []),
    ...(records.length > 0
      ? [`${count(records.length, "record")} brought up to date by the next apply`]
      : []),
  ];
  return items.length === 0
    ? ""
    : `<h2>Notes</h2><ul>${items.map((item) => `<li>${item}</li>`).join("\n")}</ul>`;
}

// Angle brackets would let a text of the plan end the script element.
function embedJson({ planId, estate, summary }: Plan): string {
  return canonicalJson({ planId, estate, summary } as unknown as Json).replace(
    /[<>\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
