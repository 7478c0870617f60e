import { createRequire } from "node:module";
import { elideMiddle, printableQuoted } from "./printable.js";
import type { Paint, Style } from "./style.js";

const require = createRequire(import.meta.url);

type PartKind = "same" | "removed" | "added";
interface Part {
  readonly kind: PartKind;
  readonly text: string;
}

/** Unchanged characters that are left standing on each side of a change. */
const CONTEXT = 28;
/** Texts shorter than this read faster side by side. */
const SHORT = 24;
const LEAST_SHARED = 0.35;
/** Bounds the diff's quadratic work; texts further apart are shown side by side. */
const MOST_EDITS = 600;

/** A changed text: `"… [-old-]{+new+} …"` when much of it stays, else `"old" -> "new"`; the markers stay in colour. */
export function renderTextDiff(before: string, after: string, style: Style): string {
  const parts = before === "" || after === "" ? undefined : compareWords(before, after);
  if (parts === undefined || !isWorthMerging(parts, before, after)) return sideBySide(before, after, style);
  const texts = parts.map((part, index) => renderPart(part, index === 0, index === parts.length - 1, style));
  return `"${texts.join("")}"`;
}

/** A text in double quotes, its middle left out beyond `limit` characters. */
export function quoteText(text: string, limit: number): string {
  return `"${printableQuoted(elideMiddle(text, limit))}"`;
}

function sideBySide(before: string, after: string, { paint, width }: Style): string {
  const limit = Math.max(16, Math.floor((width - 30) / 2));
  return `${paint.remove(quoteText(before, limit))} -> ${paint.add(quoteText(after, limit))}`;
}

function compareWords(before: string, after: string): readonly Part[] | undefined {
  // Loaded here: a plan in which no text changes does without it.
  const { diffWordsWithSpace } = require("diff") as typeof import("diff");
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  if (changes === undefined) return undefined;
  return joinRuns(
    changes.map(({ value, added, removed }) => ({
      kind: added ? "added" : removed ? "removed" : "same",
      text: value,
    })),
  );
}

/** Draws changes together that only blanks part, so that a rewritten phrase is one removal and one addition. */
function joinRuns(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  let removed = "";
  let added = "";
  const flush = () => {
    if (removed !== "") joined.push({ kind: "removed", text: removed });
    if (added !== "") joined.push({ kind: "added", text: added });
    removed = "";
    added = "";
  };
  parts.forEach((part, index) => {
    const between = index > 0 && index < parts.length - 1;
    const isGap =
      part.kind === "same" && between && part.text.trim() === "" && removed !== "" && added !== "";
    if (part.kind !== "added" && (part.kind === "removed" || isGap)) removed += part.text;
    if (part.kind === "added" || isGap) added += part.text;
    if (part.kind === "same" && !isGap) {
      flush();
      joined.push(part);
    }
  });
  flush();
  return joined;
}

function isWorthMerging(parts: readonly Part[], before: string, after: string): boolean {
  const longest = Math.max(before.length, after.length);
  const shared = parts.reduce((sum, { kind, text }) => sum + (kind === "same" ? text.length : 0), 0);
  return longest > SHORT && shared / longest >= LEAST_SHARED;
}

function renderPart(part: Part, first: boolean, last: boolean, { paint, verbose, width }: Style): string {
  if (part.kind === "same") {
    const text = verbose ? part.text : shortenContext(part.text, first, last);
    return printableQuoted(text);
  }
  return mark(part.kind, printableQuoted(elideMiddle(part.text, width)), paint);
}

function mark(kind: "removed" | "added", text: string, paint: Paint): string {
  return kind === "removed" ? paint.remove(`[-${text}-]`) : paint.add(`{+${text}+}`);
}

/** Keeps the words next to a change and puts "…" for the rest. */
function shortenContext(text: string, first: boolean, last: boolean): string {
  const characters = Array.from(text);
  const kept = (first ? 0 : CONTEXT) + (last ? 0 : CONTEXT);
  if (characters.length <= kept + 8) return text;
  const head = first ? "" : endAtWord(characters.slice(0, CONTEXT).join(""));
  const tail = last ? "" : startAtWord(characters.slice(-CONTEXT).join(""));
  return `${head}…${tail}`;
}

function endAtWord(text: string): string {
  const blank = text.trimEnd().lastIndexOf(" ");
  return blank > 0 ? text.slice(0, blank + 1) : text;
}

function startAtWord(text: string): string {
  const blank = text.trimStart().indexOf(" ");
  const indent = text.length - text.trimStart().length;
  return blank > 0 ? text.slice(indent + blank) : text;
}
