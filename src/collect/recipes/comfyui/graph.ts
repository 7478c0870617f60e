import { isJsonObject, type Json, type JsonObject } from "../../../model/json.js";

/** One node of a graph: its class, and its inputs by name: values, or links to outputs of other nodes. */
export interface ComfyNode {
  readonly id: string;
  readonly type: string;
  readonly inputs: JsonObject;
  /** Names of its outputs, where the file says them. */
  readonly outputs?: readonly string[] | undefined;
}

/** An output of another node. */
export interface Link {
  readonly id: string;
  readonly slot: number;
}

/** Bigger graphs are left alone. */
export const MOST_NODES = 20_000;
/** Nodes that are looked at in one graph: branches that meet again could be walked a second time without end. */
const MOST_STEPS = 20_000;

/** The nodes of a graph, and what no rule knew while it was read. */
export class Graph {
  /** Classes of nodes on the way that no rule knows. */
  readonly unknown = new Set<string>();
  readonly #nodes: ReadonlyMap<string, ComfyNode>;
  #steps = 0;

  constructor(nodes: readonly ComfyNode[]) {
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
  }

  get nodes(): readonly ComfyNode[] {
    return [...this.#nodes.values()];
  }

  /** The node that a link leads to; undefined for a loose end, and when the graph was looked at for too long. */
  at({ id }: Link): ComfyNode | undefined {
    return ++this.#steps > MOST_STEPS ? undefined : this.#nodes.get(id);
  }

  /** The link that an input holds: `["12", 0]`. A list of two values whose first names no node is none. */
  link(value: Json | undefined): Link | undefined {
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [id, slot] = value as readonly Json[];
    const isLink = (typeof id === "string" || typeof id === "number") && typeof slot === "number";
    return isLink && this.#nodes.has(String(id)) ? { id: String(id), slot } : undefined;
  }

  /** All links of a node by the names of its inputs. */
  links(node: ComfyNode): readonly (readonly [name: string, link: Link])[] {
    return Object.entries(node.inputs).flatMap(([name, value]) => {
      const link = this.link(value);
      return link === undefined ? [] : [[name, link] as const];
    });
  }

  /** Remembers that a node could not be understood. */
  noteUnknown(node: ComfyNode): undefined {
    this.unknown.add(node.type);
    return undefined;
  }
}

/**
 * The graph of an API prompt: an object of nodes by id, each with `class_type` and `inputs`. Undefined for another object.
 * `workflow`: what the editor made of the same nodes, which names their outputs.
 *
 * Format: the body of `/prompt` in server.py and execution.py of ComfyUI; nodes of subgraphs have ids such as `12:3`.
 */
export function readApiGraph(value: JsonObject, workflow?: JsonObject): Graph | undefined {
  const outputs = nameOutputs(workflow);
  const nodes = Object.entries(value).flatMap(([id, node]): readonly ComfyNode[] => {
    if (!isJsonObject(node) || typeof node.class_type !== "string" || !isJsonObject(node.inputs ?? null))
      return [];
    return [{ id, type: node.class_type, inputs: node.inputs as JsonObject, outputs: outputs.get(id) }];
  });
  return nodes.length === 0 || nodes.length > MOST_NODES ? undefined : new Graph(nodes);
}

/** Names of outputs by the ids of the nodes that the editor shows. */
function nameOutputs(workflow: JsonObject | undefined): ReadonlyMap<string, readonly string[]> {
  const nodes = Array.isArray(workflow?.nodes) ? (workflow.nodes as readonly Json[]) : [];
  return new Map(
    nodes.slice(0, MOST_NODES).flatMap((node) => {
      if (!isJsonObject(node) || !Array.isArray(node.outputs)) return [];
      return [[String(node.id), (node.outputs as readonly Json[]).map(nameOfSlot)] as const];
    }),
  );
}

/** The name of an input or output as the editor keeps it. */
export function nameOfSlot(slot: Json): string {
  return isJsonObject(slot) && typeof slot.name === "string" ? slot.name : "";
}

/** A value that is not linked: also one wrapped as `{content}` (custom scripts) or `{__value__}` (lists of the editor). */
export function plainValue(value: Json | undefined): Json | undefined {
  if (!isJsonObject(value ?? null)) return value;
  const { content, __value__: inner } = value as JsonObject;
  return content ?? inner ?? value;
}
