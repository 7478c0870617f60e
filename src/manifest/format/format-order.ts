import { isMap, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import { isJsonObject, type Json } from "../../model/json.js";
import { applySplices, lineEnd, lineStart, nextLine, pairEnd, type Splice } from "../edit/edit-text.js";
import { type KeyTable, keyRank } from "../edit/key-order.js";
import { keyText } from "../yaml/yaml-nodes.js";
import type { Compose } from "../yaml/yaml-read.js";

/** The text with the keys of the document, of `defaults` and of each image in canonical order; comments go with their key. */
export function orderKeys(text: string, compose: Compose): string {
  const inner = applySplices(text, orderParts(text, compose));
  const root = compose(inner).contents;
  return isMap(root) ? applySplices(inner, orderMap(inner, root, "document")) : inner;
}

/** True when nothing in a manifest's value has to be put into canonical order. */
export function hasOrderedKeys(value: Json): boolean {
  if (!isJsonObject(value)) return true;
  const entries = Array.isArray(value.images) ? value.images : [];
  return isSorted("document", value) && [value.defaults, ...entries].every((one) => isSorted("entry", one));
}

function isSorted(table: KeyTable, value: Json | undefined): boolean {
  if (!isJsonObject(value)) return true;
  let last = 0;
  for (const key of Object.keys(value)) {
    const rank = keyRank(table, key);
    if (rank < last) return false;
    last = rank;
  }
  return true;
}

function orderParts(text: string, compose: Compose): readonly Splice[] {
  const root = compose(text).contents;
  if (!isMap(root)) return [];
  const images = root.get("images", true);
  const entries = isSeq(images) ? images.items : [];
  return [root.get("defaults", true), ...entries].flatMap((node) =>
    isMap(node) ? orderMap(text, node, "entry") : [],
  );
}

function orderMap(text: string, map: YAMLMap, table: KeyTable): readonly Splice[] {
  const pairs = map.items as readonly Pair[];
  const ranks = pairs.map((pair) => keyRank(table, keyText(pair.key) ?? ""));
  const sorted = ranks.every((rank, index) => index === 0 || (ranks[index - 1] as number) <= rank);
  const first = pairs[0];
  if (map.flow === true || first === undefined || sorted) return [];
  const start = keyStart(first);
  const before = text.slice(lineStart(text, start), start);
  const starts = pairs.map((pair, index) => (index === 0 ? start : pieceStart(text, keyStart(pair))));
  const end = skipDeeperComments(text, nextLine(text, pairEnd(text, pairs.at(-1) as Pair)), before.length);
  const indent = " ".repeat(before.length);
  const pieces = starts.map(
    (at, index) => (index === 0 ? indent : "") + text.slice(at, starts[index + 1] ?? end),
  );
  const ordered = pieces
    .map((piece, index) => ({ piece, rank: ranks[index] as number }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ piece }) => piece)
    .join("");
  // Behind the dash of a list no comment can stand above the first key.
  if (!ordered.startsWith(indent) || (before.trim() !== "" && /^ *#/.test(ordered))) return [];
  return [{ start, end, text: ordered.slice(indent.length) }];
}

/** Where the lines of a key begin, comments right above it included. */
function pieceStart(text: string, key: number): number {
  const own = lineStart(text, key);
  const column = key - own;
  let start = own;
  while (start > 0) {
    const above = lineStart(text, start - 1);
    const comment = /^( *)#/.exec(text.slice(above, lineEnd(text, above)));
    if (comment === null || (comment[1] as string).length > column) break;
    start = above;
  }
  return start;
}

function skipDeeperComments(text: string, from: number, column: number): number {
  let at = from;
  while (at < text.length) {
    const comment = /^( *)#/.exec(text.slice(at, lineEnd(text, at)));
    if (comment === null || (comment[1] as string).length <= column) break;
    at = nextLine(text, at);
  }
  return at;
}

function keyStart(pair: Pair): number {
  return (pair.key as Node).range?.[0] ?? 0;
}
