import { type Document, isCollection, isMap, isPair, isScalar, type Node, type Pair, visit } from "yaml";
import { applySplices, lineBreakOf, type Splice } from "../edit/edit-text.js";
import type { Compose } from "../yaml/yaml-read.js";

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The text with canonical blanks: one after a colon, `{ a: b }`, `[a, b]`, none at line ends, no two empty lines. */
export function spaceText(text: string, compose: Compose): string {
  const spaced = applySplices(text, listGaps(text, compose(text)));
  return tidyLines(spaced, listLongTexts(spaced, compose(spaced)));
}

function listGaps(text: string, document: Document.Parsed): readonly Splice[] {
  const gaps: Splice[] = [];
  const fill = (start: number | undefined, end: number | undefined, usual: RegExp, filling: string) => {
    if (start === undefined || end === undefined || start > end) return;
    const present = text.slice(start, end);
    if (present !== filling && usual.test(present)) gaps.push({ start, end, text: filling });
  };
  visit(document, {
    Pair: (_key, pair) => {
      const [key, value] = [pair.key as Node | null, pair.value as Node | null];
      // Anchors and tags stand before their node, so its first offset is not where the value begins.
      if (!isScalar(key) || key.anchor || key.tag || !isPlainNode(value)) return;
      fill(key.range?.[1], value?.range?.[0], /^[ \t]*:[ \t]+$/, ": ");
    },
    Collection: (_key, node) => {
      if (node.flow !== true || node.items.length === 0) return;
      const [open, close] = [(node.range?.[0] ?? 0) + 1, (node.range?.[1] ?? 0) - 1];
      const items = node.items.map((item) => extent(item));
      if (items.some((item) => item === undefined)) return;
      const padding = isMap(node) ? " " : "";
      fill(open, items[0]?.start, /^[ \t]*$/, padding);
      items.forEach((item, index) => {
        const next = items[index + 1];
        if (next === undefined) fill(item?.end, close, /^[ \t]*$/, padding);
        else fill(item?.end, next.start, /^[ \t]*,[ \t]*$/, ", ");
      });
    },
  });
  return gaps;
}

function isPlainNode(node: Node | null): boolean {
  if (isScalar(node)) return !node.anchor && !node.tag && node.range?.[0] !== node.range?.[1];
  return isCollection(node) && node.flow === true && !node.anchor && !node.tag;
}

/** From the first to the last character of an item of a flow collection; undefined where that is not certain. */
function extent(item: unknown): Range | undefined {
  if (!isPair(item)) return isPlainNode(item as Node) ? rangeOf(item as Node) : undefined;
  const { key, value } = item as Pair<Node | null, Node | null>;
  if (!isScalar(key) || !isPlainNode(key) || !isPlainNode(value)) return undefined;
  return { start: rangeOf(key).start, end: rangeOf(value as Node).end };
}

function rangeOf(node: Node): Range {
  return { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 };
}

/** Texts over several lines, whose blanks and empty lines belong to their value. */
function listLongTexts(text: string, document: Document.Parsed): readonly Range[] {
  const ranges: Range[] = [];
  visit(document, {
    Scalar: (_key, node) => {
      const range = rangeOf(node);
      if (text.slice(range.start, range.end).includes("\n")) ranges.push(range);
    },
  });
  return ranges.sort((a, b) => a.start - b.start);
}

function tidyLines(text: string, kept: readonly Range[]): string {
  const eol = lineBreakOf(text);
  const lines: string[] = [];
  let offset = 0;
  let next = 0;
  for (const line of text.split("\n")) {
    const end = offset + line.length;
    while ((kept[next]?.end ?? Number.POSITIVE_INFINITY) <= offset) next++;
    const isKept = (kept[next]?.start ?? Number.POSITIVE_INFINITY) <= end;
    offset = end + 1;
    if (isKept) lines.push(line.replace(/\r$/, ""));
    else if (line.trim() !== "" || (lines.length > 0 && lines.at(-1)?.trim() !== ""))
      lines.push(trimLine(line));
  }
  while (lines.at(-1) === "") lines.pop();
  return lines.map((line) => line + eol).join("");
}

// A comment stays byte for byte.
function trimLine(line: string): string {
  return /(?:^|\s)#/.test(line) ? line.replace(/\r$/, "") : line.trimEnd();
}
