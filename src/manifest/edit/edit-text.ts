import { isCollection, isMap, isScalar, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import type { DocumentPath } from "../../model/source.js";
import { EditRefused } from "./edit-refused.js";

/** Replaces `text[start, end)`. Equal ends insert. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all splices carried out. They must not overlap; insertions at one place keep their order. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const sorted = [...splices].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let at = 0;
  for (const { start, end, text: inserted } of sorted) {
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}

/** Offset of the end of the line that holds `offset`, its line break excluded. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  if (at < 0) return text.length;
  return at > offset && text[at - 1] === "\r" ? at - 1 : at;
}

/** Offset of the first character of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Offset of the line after the one that holds `offset`; the end of the text when there is none. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  return at < 0 ? text.length : at + 1;
}

/** The line break that this text uses. */
export function lineBreakOf(text: string): string {
  return /\r\n/.test(text.slice(0, text.indexOf("\n") + 1)) ? "\r\n" : "\n";
}

/** True for a mapping or list written in lines, not in brackets. */
export function isBlock(node: unknown): node is YAMLMap | YAMLSeq {
  return isCollection(node) && node.flow !== true;
}

/** True where a key has nothing after its colon. */
export function isEmpty(node: Node | null | undefined): boolean {
  return node === null || node === undefined || (isScalar(node) && node.range?.[0] === node.range?.[1]);
}

/** Offset after the colon of a pair; undefined for keys written with `?` or without a colon. */
export function afterColon(text: string, pair: Pair): number | undefined {
  const end = (pair.key as Node).range?.[1] ?? 0;
  const colon = /^[ \t]*:/.exec(text.slice(end, end + 100));
  return colon === null ? undefined : end + colon[0].length;
}

/** Offset after the last character of a pair, comments excluded; at a line break where a block text ends. */
export function pairEnd(text: string, pair: Pair): number {
  const value = pair.value as Node | null;
  if (value === null || value === undefined || isEmpty(value)) {
    return afterColon(text, pair) ?? (pair.key as Node).range?.[1] ?? 0;
  }
  return nodeEnd(text, value);
}

/** The same of a node. */
export function nodeEnd(text: string, node: Node): number {
  if (isBlock(node)) {
    const last = node.items.at(-1);
    if (last !== undefined) return isMap(node) ? pairEnd(text, last as Pair) : nodeEnd(text, last as Node);
  }
  const [start, end] = node.range ?? [0, 0, 0];
  return isScalar(node) && /^BLOCK/.test(node.type ?? "") ? blockTextEnd(text, start, end) : end;
}

// The range of a block text takes in blank lines that belong to it only when its header says so (`|+`).
function blockTextEnd(text: string, start: number, end: number): number {
  if (!/^[|>]\d?\+/.test(text.slice(start, end))) return start + text.slice(start, end).trimEnd().length;
  return text[end - 1] === "\n" ? end - (text[end - 2] === "\r" ? 2 : 1) : end;
}

/** Comments that are indented deeper than a list or mapping belong to its last item: new ones come after them. */
export function skipOwnComments(text: string, from: number, indent: number): number {
  let at = from;
  for (let start = nextLine(text, at); start < text.length; start = nextLine(text, start)) {
    const line = text.slice(start, lineEnd(text, start));
    const own = /^( *)#/.exec(line);
    if (own !== null && (own[1] ?? "").length > indent) at = lineEnd(text, start);
    else if (line.trim() !== "") break;
  }
  return at;
}

/** Blanks before the keys of a mapping or the dashes of a list. Throws an EditRefused when they are not known. */
export function indentOf(node: YAMLMap | YAMLSeq, path: DocumentPath): number {
  const token = node.srcToken;
  if (token === undefined || !("indent" in token))
    throw new EditRefused(path, "its indentation can't be determined");
  return token.indent;
}
