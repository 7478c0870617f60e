import type { Json, JsonObject } from "../../../model/json.js";
import { nameOf } from "../programs/recipe.js";
import type { Graph } from "./graph.js";
import { listLoras } from "./loras.js";
import { nameOutput } from "./outputs.js";
import { pipesOf } from "./pipes.js";
import { chooseBranch } from "./switches.js";
import { findText } from "./texts.js";

const DEEPEST = 500;
const NAMES = [
  "ckpt_name",
  "base_ckpt_name",
  "unet_name",
  "model_name",
  "model_path",
  "gguf_name",
  "checkpoint",
];
const LINKS = ["model", "base_model", "MODEL", "optional_model", "opt_model", "unet"];

/** The model that a sampler used, and its LoRAs, from the model on. */
interface FoundModel {
  readonly name: string | undefined;
  readonly loras: readonly JsonObject[];
}

/** Follows a link to the loader of a model. Where the way is lost nothing is known: LoRAs may be missing. */
export function findModel(graph: Graph, value: Json | undefined): FoundModel {
  const loras: (readonly JsonObject[])[] = [];
  let link = graph.link(value);
  for (let depth = 0; link !== undefined && depth < DEEPEST; depth++) {
    const node = graph.at(link);
    if (node === undefined) break;
    const branch = chooseBranch(graph, node);
    if (branch !== "none") {
      link = branch;
      continue;
    }
    loras.push(listLoras(graph, node));
    const [pipe] = pipesOf(graph, node);
    const next =
      LINKS.map((key) => graph.link(node.inputs[key])).find((found) => found !== undefined) ?? pipe;
    const name = NAMES.map((key) => node.inputs[key]).find((input) => input !== undefined);
    const isRefiner = nameOutput(node, link.slot)?.includes("refiner") === true;
    if (next === undefined && name !== undefined && !isRefiner)
      // The sampler's end of the chain comes first; a person reads it from the model on.
      return { name: nameOf(findText(graph, name)), loras: loras.reverse().flat() };
    const isMerge = Object.keys(node.inputs).some((key) => /^model_?\d$/i.test(key));
    if (next === undefined && !isMerge) graph.noteUnknown(node);
    link = next;
  }
  return { name: undefined, loras: [] };
}
