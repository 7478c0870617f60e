import type { Json } from "../../../model/json.js";
import { compareNumbered } from "../../../model/text-order.js";
import { type ComfyNode, type Graph, type Link, plainValue } from "./graph.js";
import { findNumber } from "./numbers.js";
import { nameOutput, type Role, roleOfName } from "./outputs.js";
import { pipesOf } from "./pipes.js";
import { chooseBranch } from "./switches.js";
import { findText } from "./texts.js";

const DEEPEST = 100;

/**
 * Texts of encoders, in the order in which they are joined; the first group that a node has counts. System prompts are none
 * of them. From nodes.py, comfy_extras/nodes_flux.py, nodes_sd3.py, nodes_hidream.py, nodes_lumina2.py, nodes_qwen.py,
 * nodes_hunyuan.py and nodes_clip_sdxl.py of ComfyUI, and py/*power_prompt*.py of rgthree-comfy.
 */
const ENCODER_TEXTS = [
  ["populated_text"],
  ["text"],
  ["text_g", "text_l"],
  ["t5xxl", "clip_g", "clip_l", "llama"],
  ["bert", "mt5xl"],
  ["clip_l", "qwen25_7b"],
  ["user_prompt"],
  ["prompt_g", "prompt_l"],
  ["prompt"],
];
/** Inputs of nodes that change a conditioning and hand it on. */
const PASSED_ON = ["conditioning", "cond", "conditioning_to", "cond_NEW", "cond1"];
/** Inputs that are no conditioning, whatever a node is. */
const OTHER_INPUT =
  /^(?:model|clip|vae|image|pixels|mask|control_net|style_model|latent|samples|clip_vision|gligen|seed|strength|lora|sigmas|noise|sampler)/i;

/** Texts that act in a role, an empty list for none; undefined where they can't be followed. */
export type Texts = readonly string[] | undefined;
/** `other`: the node is of another kind. */
type Reading = Texts | "other";

/** The texts of the conditioning that a link leads to. `role`: of the input that asks for it. */
export function findConditioning(graph: Graph, link: Link | undefined, role: Role, depth = 0): Texts {
  if (link === undefined || depth > DEEPEST) return undefined;
  const node = graph.at(link);
  if (node === undefined) return undefined;
  const branch = chooseBranch(graph, node);
  if (branch !== "none" && !/^Context/.test(node.type))
    return findConditioning(graph, branch, role, depth + 1) ?? graph.noteUnknown(node);
  if (/ZeroOut/.test(node.type)) return [];
  const follow = (value: Json | undefined, as = role): Texts =>
    findConditioning(graph, graph.link(value), as, depth + 1);
  for (const read of [joinParts, readPair, readOne]) {
    const texts = read({ graph, node, link, role }, follow);
    if (texts !== "other") return texts;
  }
  return graph.noteUnknown(node);
}

/** A node, the link that led to it, and the role of the input that asks. */
interface Place {
  readonly graph: Graph;
  readonly node: ComfyNode;
  readonly link: Link;
  readonly role: Role;
}

type Follow = (value: Json | undefined, role?: Role) => Texts;

/** What nodes make of several conditionings: both texts act. */
function joinParts({ graph, node }: Place, follow: Follow): Reading {
  if (!/Combine|Concat|Average/i.test(node.type) || roleInputs(graph, node).length > 0) return "other";
  const numbered = Object.keys(node.inputs).filter((name) => /^(?:conditioning|cond)_?\d+$/i.test(name));
  const pairs = [
    ["conditioning_to", "conditioning_from"],
    ["cond", "cond_NEW"],
    numbered.sort(compareNumbered),
  ];
  const names = pairs
    .map((pair) => pair.filter((name) => graph.link(node.inputs[name])))
    .find((pair) => pair.length > 1);
  if (names === undefined) return "other";
  const strength = findStrength(graph, node);
  const acting = strength === 1 ? names.slice(0, 1) : strength === 0 ? names.slice(1) : names;
  const texts = acting.map((name) => follow(node.inputs[name]));
  // One part that is missing makes the rest a wrong whole.
  return mergeTexts(texts);
}

function mergeTexts(texts: readonly Texts[]): Texts {
  const known = texts.filter((text) => text !== undefined);
  return known.length < texts.length ? undefined : [...new Set(known.flat())];
}

function findStrength(graph: Graph, node: ComfyNode): Json | undefined {
  const strength = node.inputs.conditioning_to_strength;
  return strength === undefined ? undefined : findNumber(graph, strength, "strength");
}

function roleInputs(graph: Graph, { inputs }: ComfyNode): readonly string[] {
  return Object.keys(inputs).filter(
    (name) =>
      roleOfName(name) !== undefined &&
      (graph.link(inputs[name]) || typeof plainValue(inputs[name]) === "string"),
  );
}

/** Nodes that hold both roles, as inputs or within a pipe: the output says which one is asked for. */
function readPair(place: Place, follow: Follow): Reading {
  const { graph, node } = place;
  const names = roleInputs(graph, node);
  const pipes = pipesOf(graph, node);
  if (names.length === 0 && pipes.length === 0) return "other";
  const role = roleOfOutput(place, names);
  if (role === undefined) return graph.noteUnknown(node);
  const own = names.filter((name) => roleOfName(name) === role);
  if (own.length > 0) {
    const plain = own.includes(role) ? [role] : own;
    return mergeTexts(plain.map((name) => readInput(graph, node, name, role, follow)));
  }
  for (const pipe of pipes) {
    const texts = follow([pipe.id, pipe.slot], role);
    if (texts !== undefined) return texts;
  }
  return undefined;
}

/** An input of a loader is a text or linked to one, that of other nodes leads to a conditioning. */
function readInput(graph: Graph, node: ComfyNode, name: string, role: Role, follow: Follow): Texts {
  const isText =
    graph.link(node.inputs[name]) === undefined ||
    /^text/.test(name) ||
    Object.keys(node.inputs).some((input) => /ckpt_name|unet_name/.test(input));
  return isText ? textsOf(findText(graph, node.inputs[name])) : follow(node.inputs[name], role);
}

/** The role of an output by its name, or by its place when the node only changes a pair; a whole pipe has both. */
function roleOfOutput({ graph, node, link, role: asked }: Place, names: readonly string[]): Role | undefined {
  const { slot } = link;
  const name = nameOutput(node, slot);
  const named = roleOfName(name);
  if (named !== undefined) return named;
  if (name !== undefined && /pipe|ctx|context|tuple/.test(name)) return asked;
  const isPair = names.length >= 2 && names.every((input) => graph.link(node.inputs[input]) !== undefined);
  if (isPair && !/pipe|context/i.test(node.type)) return (["positive", "negative"] as const)[slot];
  // Pipes and loaders of unknown classes: the one who asks knows what it takes out.
  return slot === 0 || names.length > 0 ? asked : undefined;
}

/** Encoders, and nodes that hand one conditioning on. */
function readOne({ graph, node, link, role }: Place, follow: Follow): Reading {
  const passed = PASSED_ON.find((name) => graph.link(node.inputs[name]) !== undefined);
  if (passed !== undefined) return follow(node.inputs[passed]);
  const group = ENCODER_TEXTS.find((names) => names.some((name) => node.inputs[name] !== undefined));
  if (group !== undefined && !isModelAnswer(node)) {
    const texts = group
      .filter((name) => node.inputs[name] !== undefined)
      .map((name) => findText(graph, node.inputs[name]));
    return mergeTexts(texts.map(textsOf));
  }
  const links = graph.links(node).filter(([name]) => !OTHER_INPUT.test(name));
  const [only] = links;
  if (links.length === 1 && only !== undefined && only[1].id !== link.id)
    return follow(node.inputs[only[0]], role);
  return "other";
}

function isModelAnswer({ type }: ComfyNode): boolean {
  return /llm|gpt|ollama|generator/i.test(type);
}

function textsOf(text: string | undefined): Texts {
  if (text === undefined) return undefined;
  return text.trim() === "" ? [] : [text.trim()];
}
