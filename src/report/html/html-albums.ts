import { count } from "../../model/words.js";
import { escapeHtml } from "../markdown/markup.js";
import { printable } from "../text/printable.js";
import type { TextBudget } from "../text/text-budget.js";
import { codeHtml } from "./html-change.js";

/** Albums that the contents name in one part of the report. */
const MOST_NAMED = 40;
const CLOSE = "</div></details>";

/** What a part of the report tells of one album. */
interface AlbumGroup<T> {
  readonly name: string;
  /** What happens, in a few words. */
  readonly facts: string;
  readonly items: readonly T[];
}

/** A part of the report with what the contents say of it. */
export interface ReportPart {
  readonly id: string;
  readonly title: string;
  readonly total: number;
  readonly html: readonly string[];
  /** Albums that stand in it, each under the id of the part and its place from 1. */
  readonly albums: readonly string[];
}

/** The head of an album that a reader can fold away; {@link endAlbum} ends it. `layout`: the class of what is in it. */
export function beginAlbum(id: string, name: string, facts: string, layout: string): string {
  const title = name === "" ? "(no manifest)" : codeHtml(name);
  const said = facts === "" ? "" : ` <span class="faint">${escapeHtml(printable(facts))}</span>`;
  return `<details class="album" id="${id}" open><summary><h3>${title}${said}</h3></summary><div class="${layout}">`;
}

export function endAlbum(): string {
  return CLOSE;
}

/** Groups one after the other, as many items as have room. */
export function renderGroups<T>(
  part: { readonly id: string; readonly layout: string },
  groups: readonly AlbumGroup<T>[],
  room: TextBudget,
  render: (item: T) => string,
): { readonly html: readonly string[]; readonly albums: readonly string[]; readonly rest: number } {
  const items = groups.flatMap((group, index) =>
    group.items.map((item, place) => ({ item, head: place === 0 ? { ...group, index } : undefined })),
  );
  const { pieces, rest } = room.fill(items, ({ item, head }) => {
    if (head === undefined) return render(item);
    const end = head.index > 0 ? `${CLOSE}\n` : "";
    return `${end}${beginAlbum(`${part.id}-${head.index + 1}`, head.name, head.facts, part.layout)}\n${render(item)}`;
  });
  const albums = items.slice(0, pieces.length).flatMap(({ head }) => (head === undefined ? [] : [head.name]));
  return { html: pieces.length === 0 ? [] : [...pieces, CLOSE], albums, rest };
}

/** Links to all parts and their albums. */
export function renderContents(parts: readonly ReportPart[]): readonly string[] {
  if (parts.length === 0) return [];
  const items = parts.map(({ id, title, total, albums }) => {
    const named = albums.slice(0, MOST_NAMED).map((name, index) => {
      const text = name === "" ? "(no manifest)" : escapeHtml(printable(name));
      return `<li><a href="#${id}-${index + 1}">${text}</a></li>`;
    });
    const rest = albums.length - named.length;
    if (rest > 0) named.push(`<li>and ${count(rest, "more album")}</li>`);
    const list = named.length === 0 ? "" : `<ul>${named.join("")}</ul>`;
    return `<li><a href="#${id}">${title}</a> <span class="faint">${total}</span>${list}</li>`;
  });
  return [
    '<nav aria-label="Contents"><details open><summary>Contents</summary><ul>',
    ...items,
    "</ul></details></nav>",
  ];
}

/** A caption that breaks after the marks of a file name, not within its words. */
export function captionHtml(text: string): string {
  return printable(text)
    .split(/(?<=[_\-./])/)
    .map(escapeHtml)
    .join("<wbr>");
}
