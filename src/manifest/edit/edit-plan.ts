import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import type { Json, JsonObject } from "../../model/json.js";
import type { DocumentPath } from "../../model/source.js";
import { keyText, readNode } from "../yaml/yaml-nodes.js";
import { arrangeLines } from "./edit-arrange.js";
import { type DocumentEdit, editJson, type ListItems } from "./edit-json.js";
import { type EditPlace, findPlace, wrapValue } from "./edit-place.js";
import { EditRefused } from "./edit-refused.js";
import {
  afterColon,
  indentOf,
  isBlock,
  isEmpty,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  nodeEnd,
  pairEnd,
  type Splice,
  skipOwnComments,
} from "./edit-text.js";
import { isPlainText, quoteText, renderKey, renderValue, type ValueStyle } from "./edit-values.js";
import { type KeyTable, keyRank } from "./key-order.js";
import { renderEntry } from "./render-entry.js";

/** A document that is edited. `json`: one line of a JSON Lines file, which is an entry itself. */
export interface EditedText {
  readonly text: string;
  readonly root: Node;
  readonly style: ValueStyle;
}

/** The splices that carry one edit out. Throws an EditRefused when they would touch something else. */
export function planSplices(source: EditedText, edit: DocumentEdit): readonly Splice[] {
  const place = findPlace(source.root, edit.path);
  switch (edit.edit) {
    case "set":
      return planSet(source, place, edit.path, edit.value);
    case "remove":
      return planRemove(source, place, edit.path);
    case "append":
      return planAppend(source, place, edit.path, edit.values);
    case "arrange":
      return planArrange(source, place, edit.path, edit.items);
  }
}

function planSet(source: EditedText, place: EditPlace, path: DocumentPath, value: Json): readonly Splice[] {
  if (place.at === "item") return replaceNode(source, place.node, place.inFlow, path, value);
  if (place.at === "missing") {
    const [key, ...rest] = place.rest;
    const above = path.slice(0, path.length - place.rest.length);
    return insertKey(source, place, above, String(key), wrapValue(rest, value));
  }
  return replaceValue(source, place.pair, place.inFlow, path, wrapValue(place.rest, value));
}

function replaceValue(
  source: EditedText,
  pair: Pair,
  inFlow: boolean,
  path: DocumentPath,
  value: Json,
): readonly Splice[] {
  const node = pair.value as Node | null;
  const colon = afterColon(source.text, pair);
  if (colon === undefined) throw new EditRefused(path, "its key is not written as key: value");
  const rendered = renderValue(value, source.style, inFlow ? "flow" : "block");
  if (node === null || isEmpty(node)) return [{ start: colon, end: colon, text: ` ${rendered}` }];
  if (!isBlock(node) || node.items.length === 0) return replaceNode(source, node, inFlow, path, value);
  refuseMarks(node, path);
  const start = lineStart(source.text, node.range?.[0] ?? 0);
  const end = nextLine(source.text, nodeEnd(source.text, node));
  return [{ start: colon, end: colon, text: ` ${rendered}` }, cutLines(source.text, start, end)];
}

function replaceNode(
  source: EditedText,
  node: Node,
  inFlow: boolean,
  path: DocumentPath,
  value: Json,
): readonly Splice[] {
  refuseMarks(node, path);
  const text = renderLike(source, node, value, inFlow);
  return [{ start: node.range?.[0] ?? 0, end: nodeEnd(source.text, node), text }];
}

/** Text keeps the quotes that the old one had, as far as it can be written in them. */
function renderLike({ style }: EditedText, node: Node, value: Json, inFlow: boolean): string {
  const place = inFlow ? "flow" : "block";
  if (style === "yaml" && typeof value === "string" && isScalar(node)) {
    if (node.type === "QUOTE_DOUBLE") return quoteText(value);
    if (node.type === "QUOTE_SINGLE" && isPlainText(`a${value}a`, "block")) {
      return `'${value.replaceAll("'", "''")}'`;
    }
  }
  return renderValue(value, style, place);
}

function insertKey(
  source: EditedText,
  { map, inFlow }: EditPlace & { readonly at: "missing" },
  path: DocumentPath,
  key: string,
  value: Json,
): readonly Splice[] {
  const { text, style } = source;
  const line = `${renderKey(key, style)}: ${renderValue(value, style, inFlow ? "flow" : "block")}`;
  const last = map.items.at(-1);
  if (last === undefined || map.flow === true) return [insertInBraces(text, map, last, line)];
  const after = findPredecessor(map, tableOf(source, path), key);
  const indent = indentOf(map, path);
  const end = lineEnd(text, pairEnd(text, after));
  const at = isBlock(after.value) ? skipOwnComments(text, end, indent) : end;
  return [{ start: at, end: at, text: `${lineBreakOf(text)}${" ".repeat(indent)}${line}` }];
}

function insertInBraces(text: string, map: YAMLMap, last: Pair | undefined, line: string): Splice {
  const start = map.range?.[0] ?? 0;
  if (last === undefined) {
    const blank = text[start + 1] === "}" ? " " : "";
    return { start: start + 1, end: start + 1, text: ` ${line}${blank}` };
  }
  const at = pairEnd(text, last);
  return { start: at, end: at, text: `, ${line}` };
}

/** The last pair that canonical order puts before the key; the first pair when there is none. */
function findPredecessor(map: YAMLMap, table: KeyTable | undefined, key: string): Pair {
  if (table === undefined) return map.items.at(-1) as Pair;
  const rank = keyRank(table, key);
  const before = map.items.findLast((pair) => keyRank(table, keyText(pair.key) ?? "") <= rank);
  return (before ?? map.items[0]) as Pair;
}

function tableOf({ style }: EditedText, path: DocumentPath): KeyTable | undefined {
  if (path.length === 0) return style === "json" ? "entry" : "document";
  const isEntry = path.length === 2 && path[0] === "images";
  return isEntry || (path.length === 1 && path[0] === "defaults") ? "entry" : undefined;
}

function planRemove(source: EditedText, place: EditPlace, path: DocumentPath): readonly Splice[] {
  if (place.at !== "pair" || place.rest.length > 0) throw new EditRefused(path, "the key does not exist");
  const { map, pair } = place;
  const index = map.items.indexOf(pair);
  if (map.flow === true) return [cutFromBraces(source.text, map, index)];
  if (map.items.length === 1) {
    const above = path.slice(0, -1);
    if (above.length === 0) return [{ start: keyStart(pair), end: pairEnd(source.text, pair), text: "{}" }];
    return planSet(source, findPlace(source.root, above), above, {});
  }
  const start = keyStart(pair);
  const end = nextLine(source.text, removalEnd(source.text, place, path));
  const first = lineStart(source.text, start);
  if (source.text.slice(first, start).trim() === "") return [cutLines(source.text, first, end)];
  return [closeGap(source.text, map, start, end)];
}

/** Comments below what goes stay, unless they would become lines of a block text above. */
function removalEnd(
  text: string,
  { map, pair }: EditPlace & { readonly at: "pair" },
  path: DocumentPath,
): number {
  const end = pairEnd(text, pair);
  const above = map.items[map.items.indexOf(pair) - 1];
  if (above === undefined || !endsInBlockText(above.value)) return end;
  return skipOwnComments(text, lineEnd(text, end), indentOf(map, path));
}

function endsInBlockText(value: unknown): boolean {
  if (isMap(value)) return value.flow !== true && endsInBlockText(value.items.at(-1)?.value);
  if (isSeq(value)) return value.flow !== true && endsInBlockText(value.items.at(-1));
  return isScalar(value) && (value.type === "BLOCK_LITERAL" || value.type === "BLOCK_FOLDED");
}

// The dash of a list stands before the first key: the next key moves up to it, unless comments stand between.
function closeGap(text: string, map: YAMLMap, start: number, end: number): Splice {
  const next = map.items[1] === undefined ? end : keyStart(map.items[1]);
  const joins = text.slice(end, next).trim() === "";
  return { start, end: joins ? next : lineEnd(text, pairEnd(text, map.items[0] as Pair)), text: "" };
}

function cutFromBraces(text: string, map: YAMLMap, index: number): Splice {
  const pair = map.items[index] as Pair;
  const [previous, next] = [map.items[index - 1], map.items[index + 1]];
  if (next !== undefined) return { start: keyStart(pair), end: keyStart(next), text: "" };
  const end = pairEnd(text, pair);
  const trailing = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  if (previous === undefined) return { start: keyStart(pair), end: end + trailing, text: "" };
  const between = pairEnd(text, previous);
  // A comment about the key before stays; the comma after that key may then stand last.
  if (text.slice(between, keyStart(pair)).includes("#")) return { start: keyStart(pair), end, text: "" };
  return { start: between, end, text: "" };
}

function planArrange(
  source: EditedText,
  place: EditPlace,
  path: DocumentPath,
  items: ListItems,
): readonly Splice[] {
  const list = place.at === "pair" && place.rest.length === 0 ? (place.pair.value as Node | null) : undefined;
  if (place.at !== "pair" || !isSeq(list)) throw new EditRefused(path, "it is not a list");
  if (list.flow !== true && items.length > 0) return [arrangeLines(source.text, list, path, items)];
  const before = readNode(list, ({ summary }) => {
    throw new EditRefused(path, summary);
  });
  return planSet(source, place, path, editJson(before as Json, { edit: "arrange", path: [], items }) as Json);
}

function planAppend(
  source: EditedText,
  place: EditPlace,
  path: DocumentPath,
  values: readonly JsonObject[],
): readonly Splice[] {
  const node = place.at === "pair" && place.rest.length === 0 ? (place.pair.value as Node | null) : undefined;
  if (place.at !== "pair" || !isSeq(node)) throw new EditRefused(path, "it is not a list");
  const last = node.items.at(-1) as Node | undefined;
  if (node.flow !== true) return [appendLines(source.text, node, last, path, values)];
  if (last !== undefined || place.inFlow) return [appendInBrackets(source, node, last, values)];
  const colon = afterColon(source.text, place.pair);
  if (colon === undefined) throw new EditRefused(path, "its key is not written as key: value");
  const [start, end] = node.range ?? [0, 0];
  const indent = indentOf(place.map, path) + 2;
  const lines = values.flatMap((value) => renderEntry(value, indent));
  const eol = lineBreakOf(source.text);
  const at = lineEnd(source.text, end);
  // A comment behind the brackets stays behind the key.
  return [
    { start: colon, end: end, text: source.text.slice(colon, start).trimEnd() },
    { start: at, end: at, text: lines.map((line) => eol + line).join("") },
  ];
}

function appendInBrackets(
  { style }: EditedText,
  list: YAMLSeq,
  last: Node | undefined,
  values: readonly JsonObject[],
): Splice {
  const rendered = values.map((value) => renderValue(value, style, "flow")).join(", ");
  const at = last?.range?.[1] ?? (list.range?.[0] ?? 0) + 1;
  return { start: at, end: at, text: last === undefined ? rendered : `, ${rendered}` };
}

function appendLines(
  text: string,
  list: YAMLSeq,
  last: Node | undefined,
  path: DocumentPath,
  values: readonly JsonObject[],
): Splice {
  if (last === undefined || isEmpty(last)) throw new EditRefused(path, "its last item is empty");
  const indent = indentOf(list, path);
  const at = skipOwnComments(text, lineEnd(text, nodeEnd(text, last)), indent);
  const eol = lineBreakOf(text);
  const lines = values.flatMap((value) => renderEntry(value, indent));
  return { start: at, end: at, text: lines.map((line) => eol + line).join("") };
}

function keyStart(pair: Pair): number {
  return (pair.key as Node).range?.[0] ?? 0;
}

function cutLines(text: string, start: number, end: number): Splice {
  // Without a line break at its end the file keeps having none.
  if (end < text.length || text.endsWith("\n") || start === 0) return { start, end, text: "" };
  return { start: text[start - 2] === "\r" ? start - 2 : start - 1, end, text: "" };
}

/** An anchor or tag belongs to the value that goes: others may refer to it. */
function refuseMarks(node: Node & { anchor?: string; tag?: string }, path: DocumentPath): void {
  if (isMap(node) || isSeq(node) || isScalar(node)) {
    if (node.anchor !== undefined)
      throw new EditRefused(path, `its value carries the anchor &${node.anchor}`);
  }
}
