import type { Node, Scalar, YAMLMap } from "yaml";
import { type Json, MOST_LEVELS } from "../../model/json.js";
import { loadYaml } from "../text/packages.js";
import type { YamlProblem } from "./yaml-problem.js";

/** How many nodes all aliases of a file may stand for. */
const MOST_ALIASED_NODES = 100_000;

const WHOLE_NUMBER = /^[-+]?(?:\d+|0o[0-7]+|0x[0-9a-fA-F]+)$/;

interface Reading {
  readonly report: (problem: YamlProblem) => void;
  readonly anchors: Map<string, Node>;
  /** Nodes that are being read: an alias to one of them would never end. */
  readonly open: Set<Node>;
  aliased: number;
  /** Above 0 inside an alias, whose node was reported where it stands. */
  aliasDepth: number;
  exhausted: boolean;
}

/** The value of a node as JSON. Problems are reported and read as null. */
export function readNode(node: Node, report: (problem: YamlProblem) => void): Json {
  const reading: Reading = {
    report,
    anchors: new Map(),
    open: new Set(),
    aliased: 0,
    aliasDepth: 0,
    exhausted: false,
  };
  return readAny(node, reading, 0);
}

/** Text of a mapping's key: plain numbers and booleans as they are written; undefined for what is no text. */
export function keyText(key: unknown): string | undefined {
  if (!loadYaml().isScalar(key) || key.value === null) return undefined;
  return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
}

/** True for the merge key `<<`, unless it is quoted. */
export function isMergeKey(key: unknown): boolean {
  return loadYaml().isScalar(key) && key.value === "<<" && key.type === "PLAIN";
}

function readAny(node: unknown, reading: Reading, depth: number): Json {
  const { isAlias, isMap, isScalar, isSeq } = loadYaml();
  if (reading.aliasDepth > 0 && ++reading.aliased > MOST_ALIASED_NODES) reading.exhausted = true;
  if (reading.exhausted) return null;
  if (isAlias(node)) return readAlias(node, node.source, reading, depth);
  if (isScalar(node)) {
    remember(node, reading);
    return readScalar(node, reading);
  }
  if (!isMap(node) && !isSeq(node)) return null;
  if (depth > MOST_LEVELS) {
    tell(reading, node, { code: "nesting-too-deep", summary: "The values are nested too deeply" });
    return null;
  }
  remember(node, reading);
  reading.open.add(node);
  const value = isMap(node)
    ? readMap(node, reading, depth)
    : node.items.map((item) => readAny(item, reading, depth + 1));
  reading.open.delete(node);
  return value;
}

function remember(node: Node & { anchor?: string }, reading: Reading): void {
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, node);
}

function readAlias(alias: Node, name: string, reading: Reading, depth: number): Json {
  const target = reading.anchors.get(name);
  if (target === undefined) {
    tell(reading, alias, { code: "yaml-syntax", summary: `This alias has no anchor &${name} before it` });
    return null;
  }
  if (reading.open.has(target)) {
    tell(reading, alias, { code: "alias-bomb", summary: `The alias *${name} contains itself` });
    return null;
  }
  reading.aliasDepth += 1;
  const value = readAny(target, reading, depth);
  reading.aliasDepth -= 1;
  if (reading.exhausted && reading.aliasDepth === 0) {
    tell(reading, alias, {
      code: "alias-bomb",
      summary: `The aliases of this file expand to more than ${MOST_ALIASED_NODES} values`,
      help: "Write the values out, or use the album's defaults.",
    });
  }
  return value;
}

function readMap(map: YAMLMap, reading: Reading, depth: number): Json {
  const { isAlias, isScalar } = loadYaml();
  const result: Record<string, Json> = {};
  const merged: Json[] = [];
  for (const { key, value } of map.items) {
    const name = keyText(isAlias(key) ? reading.anchors.get(key.source) : key);
    if (isScalar(key)) remember(key, reading);
    if (name === undefined) {
      tell(reading, key as Node, {
        code: "key-not-text",
        summary: "This key is not text",
        expected: "a name",
      });
    } else if (isMergeKey(key)) {
      merged.push(readAny(value, reading, depth + 1));
    } else {
      if (Object.hasOwn(result, name)) reportDuplicate(map, key as Node, name, reading);
      checkText(name, key as Node, reading);
      define(result, name, readAny(value, reading, depth + 1));
    }
  }
  for (const source of merged.flat()) mergeInto(result, source);
  return result;
}

function mergeInto(result: Record<string, Json>, source: Json): void {
  if (typeof source !== "object" || source === null) return;
  for (const [key, value] of Object.entries(source)) {
    if (!Object.hasOwn(result, key)) define(result, key, value);
  }
}

// Assignment would call the setter of __proto__ instead of storing a key of that name.
function define(target: Record<string, Json>, key: string, value: Json): void {
  if (key !== "__proto__") target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function reportDuplicate(map: YAMLMap, key: Node, name: string, reading: Reading): void {
  const first = map.items.find((pair) => keyText(pair.key) === name)?.key as Node;
  tell(reading, key, {
    code: "duplicate-key",
    summary: `The key "${name}" occurs twice`,
    help: "Keep one of the two.",
    related: { message: "first declared here", ...extent(first) },
  });
}

function readScalar(node: Scalar, reading: Reading): Json {
  const value = node.value;
  if (typeof value === "string") {
    checkText(value, node, reading);
    return value;
  }
  if (typeof value !== "number") return typeof value === "boolean" ? value : null;
  if (!Number.isFinite(value)) {
    tell(reading, node, {
      code: "number-not-finite",
      summary: `${node.source ?? value} can't be stored`,
      expected: "a finite number",
    });
  } else if (!Number.isSafeInteger(value) && WHOLE_NUMBER.test(node.source ?? "")) {
    reportImprecise(node, reading);
  }
  return value;
}

function reportImprecise(node: Scalar, reading: Reading): void {
  tell(reading, node, {
    code: "number-imprecise",
    summary: `${node.source} is beyond 9007199254740991 and would lose digits`,
    expected: `"${node.source}"`,
    help: "Quote the number.",
  });
}

function checkText(value: string, node: Node, reading: Reading): void {
  if (value.includes("\0")) {
    tell(reading, node, { code: "text-has-nul", summary: "The text contains a NUL character" });
  }
  if (/\p{Surrogate}/u.test(value)) {
    tell(reading, node, {
      code: "text-not-unicode",
      summary: "The text contains half a surrogate pair",
      expected: "valid Unicode",
    });
  }
}

function tell(reading: Reading, node: Node, problem: Omit<YamlProblem, "offset" | "length">): void {
  if (reading.aliasDepth === 0) reading.report({ ...problem, ...extent(node) });
}

function extent(node: Node | null | undefined): { offset: number; length: number } {
  const [start, end] = node?.range ?? [0, 0];
  return { offset: start, length: Math.max(1, end - start) };
}
