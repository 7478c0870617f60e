import type { Json } from "../../../model/json.js";
import { readDecimal } from "../../source/fact-values.js";
import { type ComfyNode, type Graph, type Link, plainValue } from "./graph.js";
import { nameOutput } from "./outputs.js";
import { pipesOf } from "./pipes.js";

const DEEPEST = 50;
const PASSES_ON = /reroute|convert|to_?(?:int|float|number|str)|primitive|any|get|set|seed/i;

/**
 * The number or digits that an input holds or a link leads to; undefined where a node computes it. `wanted`: the name of
 * the input that asks, by which parts of pipes are named.
 */
export function findNumber(graph: Graph, value: Json | undefined, wanted: string): Json | undefined {
  let current = value;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const link = graph.link(current);
    if (link === undefined) return numberOf(plainValue(current));
    const node = graph.at(link);
    if (node === undefined) return undefined;
    current = stepTo(graph, node, link, wanted);
    if (current === undefined) return graph.noteUnknown(node);
  }
  return undefined;
}

function numberOf(value: Json | undefined): Json | undefined {
  return value !== undefined && readDecimal(value) !== undefined ? value : undefined;
}

/** The input of a node that gives its output. */
function stepTo(graph: Graph, node: ComfyNode, link: Link, wanted: string): Json | undefined {
  const name = nameOutput(node, link.slot);
  const named = name === undefined ? undefined : node.inputs[name];
  if (named !== undefined) return named;
  const [pipe] = pipesOf(graph, node);
  if (pipe !== undefined) return node.inputs[wanted] ?? [pipe.id, pipe.slot];
  const links = graph.links(node);
  const numbers = Object.values(node.inputs).filter((input) => numberOf(plainValue(input)) !== undefined);
  if (links.length === 0 && numbers.length === 1) return plainValue(numbers[0]);
  if (links.length === 0 && /seed/i.test(node.type)) return node.inputs.seed ?? node.inputs.noise_seed;
  const only = links.length === 1 && numbers.length === 0 && PASSES_ON.test(node.type) ? links[0] : undefined;
  return only === undefined ? undefined : [only[1].id, only[1].slot];
}
