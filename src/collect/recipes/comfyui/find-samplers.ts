import type { ComfyNode, Graph, Link } from "./graph.js";
import { nameOutput } from "./outputs.js";
import { chooseBranch } from "./switches.js";

const DEEPEST = 1000;
/** Inputs of samplers that bring the picture they go on from. */
const PICTURE = /latent|image|samples|pixels|^pipe$/i;
/** Inputs of other nodes that bring no picture. */
const NO_PICTURE =
  /^(?:positive|negative|cond.*|model\d*|clip.*|vae|control_net.*|mask.*|.*_model|seed|noise.*|sampler.*|scheduler|sigmas|guider|text.*|prompt.*|string.*|lora.*|bbox.*|sam_.*|segm_.*|.*hook.*|width|height|.*_opt)$/i;

/**
 * True for a node that makes a picture from noise: it has a seed or noise, and steps or sigmas, whatever it is called.
 */
function isSampler({ inputs }: ComfyNode): boolean {
  const has = (name: string): boolean => inputs[name] !== undefined;
  return (has("seed") || has("noise_seed") || has("noise")) && (has("steps") || has("sigmas"));
}

/** Detailers draw parts of a finished picture anew: their recipe is not that of the picture. */
function isDetailer({ type }: ComfyNode): boolean {
  return /detailer|inpaint.*segs|segs/i.test(type);
}

/**
 * The samplers that the pictures of a graph began with: those furthest from the nodes that save pictures, on the way that
 * the picture takes. Refiners, upscalers and detailers come behind them. More than one when several pictures are saved or
 * put together.
 */
export function findFirstSamplers(graph: Graph): readonly ComfyNode[] {
  const found = new Set<ComfyNode>();
  const roots = listRoots(graph);
  const seen = new Map<string, readonly ComfyNode[]>();
  for (const root of roots) for (const sampler of walk(graph, root, undefined, seen, 0)) found.add(sampler);
  if (found.size > 0) return [...found];
  const samplers = graph.nodes.filter((node) => isSampler(node) && !isDetailer(node));
  return samplers.length === 1 ? samplers : [];
}

function listRoots(graph: Graph): readonly ComfyNode[] {
  const used = new Set(graph.nodes.flatMap((node) => graph.links(node).map(([, { id }]) => id)));
  const ends = graph.nodes.filter((node) => !used.has(node.id) && graph.links(node).length > 0);
  const bringPicture = (node: ComfyNode): boolean =>
    graph.links(node).some(([name]) => PICTURE.test(name) || /video|frames/i.test(name));
  const saving = graph.nodes.filter((node) => /save|websocket|export/i.test(node.type) && bringPicture(node));
  if (saving.length > 0) return saving;
  const others = ends.filter(({ type }) => !/preview|show|display|compar/i.test(type));
  return others.length > 0 ? others : ends;
}

/** The first samplers before a node, itself when there is none before it. `seen`: results, empty while they are sought. */
function walk(
  graph: Graph,
  node: ComfyNode,
  link: Link | undefined,
  seen: Map<string, readonly ComfyNode[]>,
  depth: number,
): readonly ComfyNode[] {
  const key = `${node.id} ${link?.slot ?? ""}`;
  const known = seen.get(key);
  if (known !== undefined) return known;
  if (depth > DEEPEST) return [];
  seen.set(key, []);
  const before = listBefore(graph, node, link).flatMap((next) => {
    const from = graph.at(next);
    return from === undefined ? [] : walk(graph, from, next, seen, depth + 1);
  });
  const isFirst = before.length === 0 && isSampler(node) && !isDetailer(node);
  const result = isFirst ? [node] : [...new Set(before)];
  seen.set(key, result);
  return result;
}

/** Links that a picture comes through. */
function listBefore(graph: Graph, node: ComfyNode, link: Link | undefined): readonly Link[] {
  const branch = chooseBranch(graph, node);
  if (branch !== "none") return branch === undefined ? [] : [branch];
  const name = link === undefined ? undefined : nameOutput(node, link.slot);
  const named = name === undefined || isSampler(node) ? undefined : graph.link(node.inputs[name]);
  if (named !== undefined) return [named];
  const isWanted = isSampler(node)
    ? (input: string): boolean => PICTURE.test(input)
    : (input: string): boolean => !NO_PICTURE.test(input);
  return graph
    .links(node)
    .filter(([input]) => isWanted(input))
    .map(([, next]) => next);
}
