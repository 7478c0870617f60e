import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { FactValues } from "../fact-sheet.js";
import { readCount, readDecimal, readSeed } from "../fact-values.js";

/** How many nodes are passed on the way from a sampler to its text: graphs may have loops. */
const LONGEST_WAY = 20;
const TEXT_INPUTS = ["text", "text_g", "positive", "prompt", "string", "value"];

interface ComfyNode {
  readonly type: string;
  readonly inputs: JsonObject;
}

type Graph = ReadonlyMap<string, ComfyNode>;

/**
 * Facts of the graph that ComfyUI writes as `prompt`: those of its sampler, and of the texts, model and LoRAs that lead
 * to it. Undefined for a value that is no such graph; with several samplers, the first by id that has both texts.
 */
export function readComfyGraph(value: Json): FactValues | undefined {
  const graph = readGraph(value);
  const nodes = [...graph.values()];
  const sampler =
    nodes.find(({ inputs }) => isLink(inputs.positive) && isLink(inputs.negative)) ??
    nodes.find(({ inputs }) => inputs.seed !== undefined && inputs.steps !== undefined);
  if (sampler === undefined) return undefined;
  const { inputs } = sampler;
  const loras = findLoras(graph, inputs.model);
  const facts: [string, Json | undefined][] = [
    ["prompt", findText(graph, inputs.positive, "positive")],
    ["negative_prompt", findText(graph, inputs.negative, "negative")],
    ["seed", readSeed(findValue(graph, inputs.seed ?? inputs.noise_seed, ["seed", "noise_seed", "value"]))],
    ["steps", readCount(findValue(graph, inputs.steps, ["steps", "value"]))],
    ["guidance_scale", readDecimal(findValue(graph, inputs.cfg, ["cfg", "value"]))],
    ["source.model", findModel(graph, inputs.model)],
    ["loras", loras.length === 0 ? undefined : loras],
  ];
  return Object.fromEntries(
    facts.filter((fact): fact is [string, Json] => fact[1] !== undefined && fact[1] !== ""),
  );
}

function readGraph(value: Json): Graph {
  if (!isJsonObject(value)) return new Map();
  const nodes = Object.entries(value).flatMap(([id, node]): [string, ComfyNode][] => {
    if (!isJsonObject(node) || typeof node.class_type !== "string" || !isJsonObject(node.inputs)) return [];
    return [[id, { type: node.class_type, inputs: node.inputs }]];
  });
  return new Map(nodes.sort(([a], [b]) => Number(a) - Number(b) || (a < b ? -1 : 1)));
}

/** `["12", 0]`: an output of another node. */
function isLink(value: Json | undefined): value is readonly [string, number] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string";
}

function findText(graph: Graph, link: Json | undefined, role: string): string | undefined {
  const text = follow(graph, link, ({ inputs }) => {
    const own = TEXT_INPUTS.map((name) => inputs[name]).find((input) => typeof input === "string");
    // A text node may take its text from another; a conditioning node passes one of two on.
    return (
      own ??
      TEXT_INPUTS.concat("conditioning")
        .map((name) => (name === "positive" ? inputs[role] : inputs[name]))
        .find(isLink)
    );
  });
  return typeof text === "string" ? text.trim() : undefined;
}

function findValue(graph: Graph, value: Json | undefined, names: readonly string[]): Json {
  if (!isLink(value)) return value ?? null;
  return (
    follow(graph, value, ({ inputs }) =>
      names.map((name) => inputs[name]).find((input) => input !== undefined),
    ) ?? null
  );
}

function findModel(graph: Graph, link: Json | undefined): Json | undefined {
  const name = follow(graph, link, ({ inputs }) => inputs.ckpt_name ?? inputs.unet_name ?? inputs.model);
  return typeof name === "string" ? name : undefined;
}

function findLoras(graph: Graph, link: Json | undefined): readonly JsonObject[] {
  const loras: JsonObject[] = [];
  follow(graph, link, ({ inputs }) => {
    if (typeof inputs.lora_name === "string" && inputs.lora_name !== "")
      loras.push({
        path: inputs.lora_name,
        ...(typeof inputs.strength_model === "number" && { weight: inputs.strength_model }),
      });
    return inputs.model;
  });
  // The sampler's end of the chain comes first; a person reads it from the model on.
  return loras.reverse();
}

/** Goes from node to node as long as `step` gives a link; what it gives last is the answer. */
function follow(
  graph: Graph,
  start: Json | undefined,
  step: (node: ComfyNode) => Json | undefined,
): Json | undefined {
  let value = start;
  for (let way = 0; way < LONGEST_WAY && isLink(value); way++) {
    const node = graph.get(value[0]);
    value = node === undefined ? undefined : step(node);
  }
  return isLink(value) ? undefined : value;
}
