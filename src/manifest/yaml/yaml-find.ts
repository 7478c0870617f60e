import type { Document, Node, Pair, YAMLMap } from "yaml";
import type { DocumentPath } from "../../model/source.js";
import { loadYaml } from "../text/packages.js";
import { isMergeKey, keyText } from "./yaml-nodes.js";

/** A range of a text, in code units. */
export interface TextRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * The range of the key or value at a path of a document. Where the path leads on to what is not there, the deepest
 * node on the way; an empty value is found by its key. Undefined in an empty document.
 */
export function findRange(
  document: Document.Parsed,
  path: DocumentPath,
  part: "key" | "value",
): TextRange | undefined {
  let found: Node | Pair | null = document.contents;
  for (const step of path) {
    const next: Node | Pair | undefined = found === null ? undefined : stepInto(document, found, step);
    if (next === undefined) break;
    found = next;
  }
  return found === null ? undefined : rangeOf(found, part);
}

/** The value at a path, with aliases replaced by what they stand for; undefined where there is none. */
export function findValue(document: Document.Parsed, path: DocumentPath): unknown {
  let found: Node | Pair | null | undefined = document.contents;
  for (const step of path) found = found ? stepInto(document, found, step) : undefined;
  const node = loadYaml().isPair(found) ? (found.value as Node | null) : found;
  return node?.toJS(document);
}

function stepInto(
  document: Document.Parsed,
  from: Node | Pair,
  step: string | number,
): Node | Pair | undefined {
  const { isMap, isPair, isSeq } = loadYaml();
  const node = resolve(document, isPair(from) ? (from.value as Node | null) : from);
  if (isSeq(node)) return typeof step === "number" ? (node.items[step] as Node | undefined) : undefined;
  return isMap(node) ? findPair(document, node, String(step)) : undefined;
}

function resolve(document: Document.Parsed, node: Node | null): Node | null | undefined {
  return loadYaml().isAlias(node) ? node.resolve(document) : node;
}

function findPair(document: Document.Parsed, map: YAMLMap, name: string): Pair | undefined {
  const { isMap, isSeq } = loadYaml();
  const own = map.items.find(({ key }) => keyText(resolve(document, key as Node)) === name);
  if (own !== undefined) return own;
  for (const { key, value } of map.items) {
    if (!isMergeKey(key)) continue;
    const source = resolve(document, value as Node);
    const sources = isSeq(source) ? source.items.map((item) => resolve(document, item as Node)) : [source];
    for (const candidate of sources) {
      const pair = isMap(candidate) ? findPair(document, candidate, name) : undefined;
      if (pair !== undefined) return pair;
    }
  }
  return undefined;
}

function rangeOf(found: Node | Pair, part: "key" | "value"): TextRange | undefined {
  if (!loadYaml().isPair(found)) return extent(found);
  const key = extent(found.key as Node);
  if (part === "key") return key;
  const value = extent(found.value as Node | null);
  return value === undefined || value.length === 0 ? key : value;
}

function extent(node: Node | null): TextRange | undefined {
  const range = node?.range;
  return range ? { offset: range[0], length: range[1] - range[0] } : undefined;
}
