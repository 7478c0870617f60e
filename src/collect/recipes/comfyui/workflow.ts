import { isJsonObject, type Json, type JsonObject } from "../../../model/json.js";
import { type ComfyNode, Graph, MOST_NODES, nameOfSlot } from "./graph.js";
import { readWidgets } from "./widgets.js";

/** Subgraphs within subgraphs. */
const DEEPEST = 10;
const MOST_LEVELS = 500;
const LONGEST_WAY = 100;
const SUBGRAPH_INPUT = "-10";
const SUBGRAPH_OUTPUT = "-20";
const MUTED = 2;
const BYPASSED = 4;

/** A link of the editor: where it comes from and where it leads. */
interface Wire {
  readonly id: Json;
  readonly from: string;
  readonly fromSlot: number;
  readonly to: string;
  readonly toSlot: number;
}

/** What a link stands for: an output, a value that a subgraph's own node holds, or nothing. */
type Origin = { readonly link: readonly [string, number] } | { readonly value: Json } | undefined;

interface Shared {
  readonly definitions: ReadonlyMap<string, JsonObject>;
  /** How many levels may still be made: subgraphs that hold each other would never end. */
  levelsLeft: number;
}

/** One level of nodes: that of the file, or that of a subgraph where it is used. */
interface Level {
  readonly prefix: string;
  readonly nodes: ReadonlyMap<string, JsonObject>;
  readonly wires: ReadonlyMap<string, Wire>;
  /** Levels within, by the node that stands for each. */
  readonly inner: Map<JsonObject, Level>;
  readonly shared: Shared;
  readonly depth: number;
  /** What comes in through an input of the subgraph. */
  readonly bringIn: (slot: number) => Origin;
}

/**
 * The graph of a workflow as the editor saves it, for pictures that lack the API prompt: subgraphs are put in where they are
 * used, under ids such as `12:3`; muted nodes are left out, bypassed ones, reroutes and primitives passed. Undefined for
 * another object.
 *
 * Format: the workflow JSON specification of ComfyUI (version 0.4 and 1.0, `definitions.subgraphs`).
 */
export function readWorkflow(value: JsonObject): Graph | undefined {
  if (!Array.isArray(value.nodes) || !Array.isArray(value.links)) return undefined;
  const { subgraphs } = (isJsonObject(value.definitions ?? null) ? value.definitions : {}) as JsonObject;
  const definitions = new Map(objectsOf(subgraphs).map((subgraph) => [String(subgraph.id), subgraph]));
  const shared = { definitions, levelsLeft: MOST_LEVELS };
  const level = toLevel(value, { prefix: "", shared, depth: 0, bringIn: () => undefined });
  const nodes: ComfyNode[] = [];
  flatten(level, nodes);
  return nodes.length === 0 || nodes.length > MOST_NODES ? undefined : new Graph(nodes);
}

function toLevel(
  { nodes, links }: JsonObject,
  rest: Pick<Level, "prefix" | "shared" | "depth" | "bringIn">,
): Level {
  const wires = (Array.isArray(links) ? (links as readonly Json[]) : []).flatMap(toWire);
  return {
    ...rest,
    inner: new Map(),
    wires: new Map(wires.map((wire) => [String(wire.id), wire])),
    nodes: new Map(objectsOf(nodes).map((node) => [String(node.id), node])),
  };
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).slice(0, MOST_NODES).filter(isJsonObject) : [];
}

function toWire(link: Json): readonly Wire[] {
  const [id, from, fromSlot, to, toSlot] = Array.isArray(link)
    ? (link as readonly Json[])
    : isJsonObject(link)
      ? [link.id, link.origin_id, link.origin_slot, link.target_id, link.target_slot]
      : [];
  if (id === undefined || typeof fromSlot !== "number" || typeof toSlot !== "number") return [];
  return [{ id, from: String(from), fromSlot, to: String(to), toSlot }];
}

function flatten(level: Level, found: ComfyNode[]): void {
  for (const [id, node] of level.nodes) {
    if (found.length > MOST_NODES) return;
    const type = String(node.type);
    if (isSkipped(node) || isPassed(type)) continue;
    const inner = enter(level, node);
    if (inner !== undefined) flatten(inner, found);
    else
      found.push({
        id: `${level.prefix}${id}`,
        type,
        inputs: listInputs(level, node),
        outputs: (Array.isArray(node.outputs) ? (node.outputs as readonly Json[]) : []).map(nameOfSlot),
      });
  }
}

function isSkipped({ mode }: JsonObject): boolean {
  return mode === MUTED || mode === BYPASSED;
}

function isPassed(type: string): boolean {
  return /^(?:Reroute|PrimitiveNode|Note|MarkdownNote|GetNode|SetNode)$/.test(type);
}

/** The level within a node that stands for a subgraph. */
function enter(level: Level, node: JsonObject): Level | undefined {
  const { shared, inner, depth, prefix } = level;
  const definition = shared.definitions.get(String(node.type));
  const known = inner.get(node);
  if (known !== undefined || definition === undefined || depth >= DEEPEST) return known;
  if (--shared.levelsLeft < 0) return undefined;
  const widgets = readWidgets(node);
  const bringIn = (slot: number): Origin => {
    const input = objectsOf(node.inputs)[slot];
    const origin = isSet(input?.link) ? originOf(level, input?.link) : undefined;
    const value = input === undefined ? undefined : widgets[nameOfSlot(input)];
    return origin ?? (value === undefined ? undefined : { value });
  };
  const made = toLevel(definition, {
    prefix: `${prefix}${String(node.id)}:`,
    shared,
    depth: depth + 1,
    bringIn,
  });
  inner.set(node, made);
  return made;
}

function isSet(link: Json | undefined): link is Json {
  return link !== undefined && link !== null;
}

function listInputs(level: Level, node: JsonObject): JsonObject {
  const inputs: Record<string, Json> = { ...readWidgets(node) };
  for (const input of objectsOf(node.inputs)) {
    if (!isSet(input.link)) continue;
    const origin = originOf(level, input.link);
    const name = nameOfSlot(input);
    if (origin !== undefined) inputs[name] = "link" in origin ? [...origin.link] : origin.value;
    // An input of the subgraph that nothing is linked to leaves the node its own value.
    else if (level.wires.get(String(input.link))?.from !== SUBGRAPH_INPUT) delete inputs[name];
  }
  return inputs;
}

/** Where a link begins, what only hands on being passed. */
function originOf(level: Level, linkId: Json | undefined, depth = 0): Origin {
  const wire = depth > LONGEST_WAY ? undefined : level.wires.get(String(linkId));
  if (wire === undefined) return undefined;
  if (wire.from === SUBGRAPH_INPUT) return level.bringIn(wire.fromSlot);
  const node = level.nodes.get(wire.from);
  if (node === undefined || node.mode === MUTED) return undefined;
  const type = String(node.type);
  if (type === "PrimitiveNode") {
    const [value] = Array.isArray(node.widgets_values) ? (node.widgets_values as readonly Json[]) : [];
    return value === undefined ? undefined : { value };
  }
  const passed =
    type === "Reroute" ? 0 : node.mode === BYPASSED ? findSameType(node, wire.fromSlot) : undefined;
  if (passed !== undefined || node.mode === BYPASSED) return originOfInput(level, node, passed, depth);
  if (type === "GetNode") return originOfInput(level, findSetter(level, node), 0, depth);
  const inner = enter(level, node);
  if (inner === undefined) return { link: [`${level.prefix}${wire.from}`, wire.fromSlot] };
  const out = [...inner.wires.values()].find(
    ({ to, toSlot }) => to === SUBGRAPH_OUTPUT && toSlot === wire.fromSlot,
  );
  return out === undefined ? undefined : originOf(inner, out.id, depth + 1);
}

function originOfInput(
  level: Level,
  node: JsonObject | undefined,
  slot: number | undefined,
  depth: number,
): Origin {
  const input = slot === undefined ? undefined : objectsOf(node?.inputs)[slot];
  return isSet(input?.link) ? originOf(level, input?.link, depth + 1) : undefined;
}

/** The input that a bypassed node hands on at an output: the one at its place, or the first of its type. */
function findSameType(node: JsonObject, slot: number): number | undefined {
  const type = objectsOf(node.outputs)[slot]?.type;
  const inputs = objectsOf(node.inputs);
  if (inputs[slot]?.type === type) return slot;
  const index = inputs.findIndex((input) => input.type === type);
  return index < 0 ? undefined : index;
}

/** The node that sets what a getter of KJNodes gets: they share a name. */
function findSetter(level: Level, getter: JsonObject): JsonObject | undefined {
  const nameOf = ({ widgets_values: values }: JsonObject): Json | undefined =>
    Array.isArray(values) ? (values[0] as Json) : undefined;
  const name = nameOf(getter);
  return [...level.nodes.values()].find((node) => node.type === "SetNode" && nameOf(node) === name);
}
