import { equalJson, type Json, type JsonObject } from "../../../model/json.js";
import type { FactValues } from "../../source/fact-sheet.js";
import { readObject } from "../programs/embedded-text.js";
import { toRecipe } from "../programs/recipe.js";
import { findConditioning } from "./conditioning.js";
import { findFirstSamplers } from "./find-samplers.js";
import { type ComfyNode, type Graph, readApiGraph } from "./graph.js";
import { findModel } from "./models.js";
import { findNumber } from "./numbers.js";
import type { Role } from "./outputs.js";
import { pipesOf } from "./pipes.js";
import { chooseBranch } from "./switches.js";
import { readWorkflow } from "./workflow.js";

/** What a graph says about the picture that it made. */
interface ComfyRecipe {
  /** Undefined when nothing could be followed. */
  readonly values: FactValues | undefined;
  /** Classes of nodes that no rule knows, ascending. */
  readonly unknown: readonly string[];
}

const MOST_SAMPLERS = 20;
const DEEPEST = 50;

/**
 * Reads an API prompt or a workflow of the editor, by structure: from the nodes that save pictures back to the sampler that
 * began, from there to texts, model and LoRAs. Of several samplers only what all of them say is known. Undefined for an
 * object that is no graph. `workflow`: see {@link readApiGraph}.
 */
export function readComfyUi(value: JsonObject, workflow?: JsonObject): ComfyRecipe | undefined {
  const graph = readApiGraph(value, workflow) ?? readWorkflow(value) ?? readWrapped(value);
  if (graph === undefined) return undefined;
  const samplers = findFirstSamplers(graph).slice(0, MOST_SAMPLERS);
  const recipes = samplers.map((sampler) => readSampler(graph, sampler) ?? {});
  const [first = {}, ...others] = recipes;
  const agreed = Object.entries(first).filter(([fact, said]) =>
    others.every((other) => equalJson(other[fact], said)),
  );
  return {
    values: agreed.length === 0 ? undefined : Object.fromEntries(agreed),
    unknown: [...graph.unknown].sort(),
  };
}

/** Savers that put both forms into one object. */
function readWrapped({ prompt, workflow }: JsonObject): Graph | undefined {
  const [api, edited] = [readObject(prompt), readObject(workflow)];
  return (api && readApiGraph(api, edited)) ?? (edited && readWorkflow(edited));
}

function readSampler(graph: Graph, sampler: ComfyNode): FactValues | undefined {
  const { inputs } = sampler;
  const guider = findNode(graph, inputs.guider);
  const noise = findNode(graph, inputs.noise);
  const [prompt, negative] = (["positive", "negative"] as const).map((role) =>
    findPrompt(graph, sampler, guider, role),
  );
  const model = findModel(graph, inputs.model ?? guider?.inputs.model ?? pipeOf(graph, sampler));
  return toRecipe({
    prompt,
    // The same conditioning on both sides takes nothing away.
    negative: negative === prompt ? undefined : negative,
    seed: findNumber(graph, inputs.seed ?? inputs.noise_seed ?? noise?.inputs.noise_seed, "seed"),
    steps: findSteps(graph, inputs),
    guidance: findNumber(graph, inputs.cfg ?? guider?.inputs.cfg, "cfg"),
    model: model.name,
    loras: model.loras,
  });
}

/** Texts of a role, joined as one acts behind the other. */
function findPrompt(
  graph: Graph,
  sampler: ComfyNode,
  guider: ComfyNode | undefined,
  role: Role,
): string | undefined {
  const source = guider ?? sampler;
  const own =
    source.inputs[role] ??
    (role === "positive" ? (source.inputs.conditioning ?? source.inputs.cond1) : undefined);
  const texts = findConditioning(graph, graph.link(own ?? pipeOf(graph, source)), role);
  return texts?.join(", ");
}

function pipeOf(graph: Graph, node: ComfyNode): Json | undefined {
  const [pipe] = pipesOf(graph, node);
  return pipe === undefined ? undefined : [pipe.id, pipe.slot];
}

/** Steps of the sampler, or of the scheduler that its sigmas come from: nodes on the way cut or turn them. */
function findSteps(graph: Graph, { steps, sigmas }: JsonObject): Json | undefined {
  if (steps !== undefined) return findNumber(graph, steps, "steps");
  let node = findNode(graph, sigmas);
  for (let depth = 0; node !== undefined && depth < DEEPEST; depth++) {
    const before = findNode(graph, node.inputs.sigmas);
    if (before === undefined) return findNumber(graph, node.inputs.steps, "steps");
    node = before;
  }
  return undefined;
}

/** The node behind a link, switches and reroutes passed. */
function findNode(graph: Graph, value: Json | undefined): ComfyNode | undefined {
  let link = graph.link(value);
  for (let depth = 0; link !== undefined && depth < DEEPEST; depth++) {
    const node = graph.at(link);
    if (node === undefined) return undefined;
    const branch = chooseBranch(graph, node);
    const links = graph.links(node);
    const isReroute = /reroute/i.test(node.type) && links.length === 1;
    if (branch === "none" && !isReroute) return node;
    link = branch === "none" ? links[0]?.[1] : branch;
  }
  return undefined;
}
