import type { Address } from "../../model/address.js";
import type { Change, ChangeOutline, PromptChange } from "../../model/change.js";
import { type Sequence, take } from "../../model/lists/sequence.js";
import { count } from "../../model/words.js";
import { createMarkupStyle, escapeHtml, markUp } from "../markdown/markup.js";
import { listChangedFields } from "../text/change-block.js";
import { type FieldLine, formatPlace } from "../text/field-lines.js";
import type { FoldedChange } from "../text/fold.js";
import { printable } from "../text/printable.js";
import { renderTextDiff } from "../text/text-diff.js";

/** Small pictures by address, as data URIs. */
export type Pictures = ReadonlyMap<Address, string>;

/** Addresses that one card lists. */
const MOST_ALIKE = 500;

const STYLE = createMarkupStyle(false, 400);

/** A text of the plan as HTML, in `code`. */
export function codeHtml(text: string): string {
  return `<code>${escapeHtml(printable(text))}</code>`;
}

/** The picture of an address; empty without one. `label` is its alternative text. */
export function pictureHtml(address: Address, label: string, pictures: Pictures): string {
  const uri = pictures.get(address);
  if (uri === undefined) return "";
  return `<img src="${escapeHtml(uri)}" alt="${escapeHtml(printable(label))}" loading="lazy">`;
}

/** A change with its picture, reason, fields and prompts, and the addresses of equal changes. */
export function renderCard({ change, alike }: FoldedChange, pictures: Pictures): string {
  const place =
    change.source === undefined ? "" : ` <span class="faint">${codeHtml(formatPlace(change.source))}</span>`;
  return [
    '<div class="card">',
    pictureHtml(change.address, change.address, pictures),
    `<div><p>${codeHtml(change.address)}${place}</p>`,
    ...(change.action === "move" ? [`<p>from ${codeHtml(change.from)}</p>`] : []),
    `<p class="faint">${escapeHtml(printable(change.reason))}</p>`,
    renderAlike(alike),
    renderFields(change),
    renderPrompts(change),
    "</div></div>",
  ].join("\n");
}

function renderAlike(alike: Sequence<ChangeOutline>): string {
  if (alike.length === 0) return "";
  const items = take(alike, MOST_ALIKE).map(({ address }) => `<li>${codeHtml(address)}</li>`);
  if (alike.length > MOST_ALIKE) items.push(`<li>and ${alike.length - MOST_ALIKE} more</li>`);
  return `<details><summary>and ${count(alike.length, "more change that reads", "more changes that read")} the same</summary><ul>${items.join("")}</ul></details>`;
}

function renderFields(change: Change): string {
  if (change.action === "create" || change.action === "release" || change.action === "delete") return "";
  const rows = listChangedFields(change, STYLE).map(renderRow);
  return rows.length === 0 ? "" : `<table class="fields">${rows.join("\n")}</table>`;
}

function renderRow({ label, value, remark }: FieldLine): string {
  const note = remark === undefined ? "" : ` <span class="faint">(${escapeHtml(printable(remark))})</span>`;
  return `<tr><th scope="row">${escapeHtml(label)}</th><td><code>${markUp(value, escapeHtml)}</code>${note}</td></tr>`;
}

function renderPrompts(change: Change): string {
  const prompts = "prompts" in change ? change.prompts : undefined;
  if (prompts === undefined || prompts.total === 0) return "";
  const rows = prompts.shown.map((prompt) =>
    renderRow({ label: printable(prompt.item), value: diffPrompt(prompt) }),
  );
  const rest = prompts.total - prompts.shown.length;
  const more = rest > 0 ? `<p class="faint">and ${rest} more</p>` : "";
  const title = count(prompts.total, "prompt changes", "prompts change");
  return `<details open><summary>${title}</summary><table class="fields">${rows.join("\n")}</table>${more}</details>`;
}

function diffPrompt({ before, after }: PromptChange): string {
  if (before !== undefined && after !== undefined) return renderTextDiff(before, after, STYLE);
  return after === undefined
    ? STYLE.paint.remove(printable(before ?? ""))
    : STYLE.paint.add(printable(after));
}
