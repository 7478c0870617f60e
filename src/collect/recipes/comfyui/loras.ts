import { isJsonObject, type Json, type JsonObject } from "../../../model/json.js";
import { compareNumbered } from "../../../model/text-order.js";
import { readCount } from "../../source/fact-values.js";
import { readLoraTags } from "../programs/lora-tags.js";
import { nameOf, toLora } from "../programs/recipe.js";
import { type ComfyNode, type Graph, plainValue } from "./graph.js";
import { findNumber } from "./numbers.js";
import { findText } from "./texts.js";

const DEEPEST = 100;
const MOST_LORAS = 100;
const STRENGTHS = [
  "strength_model",
  "lora_model_strength",
  "model_strength",
  "lora_strength",
  "lora_wt",
  "strength",
  "weight",
];
/** `#`: the number of the LoRA. */
const NUMBERED_STRENGTHS = [
  "lora_wt_#",
  "model_weight_#",
  "strength_#",
  "lora_strength_#",
  "model_str_#",
  "lora_#_strength",
];

/** The LoRAs that a node adds, in the order in which it does, those of stacks before its own. */
export function listLoras(graph: Graph, node: ComfyNode, depth = 0): readonly JsonObject[] {
  const { inputs } = node;
  const stack = depth > DEEPEST ? undefined : graph.link(inputs.lora_stack ?? inputs.optional_lora_stack);
  const stacked = stack === undefined ? undefined : graph.at(stack);
  return [
    ...(stacked === undefined ? [] : listLoras(graph, stacked, depth + 1)),
    ...readSingle(graph, node),
    ...readNumbered(graph, node),
    ...readSwitched(node),
    ...readTags(graph, node),
  ];
}

/** One LoRA by name: ComfyUI's loaders, those of the custom scripts, and the efficient loaders. */
function readSingle(graph: Graph, { inputs }: ComfyNode): readonly JsonObject[] {
  const strength = STRENGTHS.map((name) => inputs[name]).find((value) => value !== undefined);
  return toLora(findName(graph, inputs.lora_name), findNumber(graph, strength, "strength"));
}

/** Stacks: `lora_name_1` and `lora_wt_1` (efficiency nodes), `model_weight_1` and `switch_1` (Comfyroll), `lora_01` and `strength_01` (rgthree), `lora_1_name` (Easy Use). */
function readNumbered(graph: Graph, { inputs }: ComfyNode): readonly JsonObject[] {
  const most = Math.min(
    readCount(inputs.lora_count ?? inputs.num_loras ?? MOST_LORAS) ?? MOST_LORAS,
    MOST_LORAS,
  );
  const isAdvanced = inputs.input_mode === "advanced" || inputs.mode === "advanced";
  const names = isAdvanced ? ["model_str_#", "lora_#_model_strength"] : NUMBERED_STRENGTHS;
  if (inputs.toggle === false) return [];
  const keys = Object.keys(inputs)
    .filter((key) => /^lora_(?:(?:name_)?\d+|\d+_name)$/.test(key) && !isJsonObject(inputs[key] ?? null))
    .sort(compareNumbered);
  return keys.flatMap((key) => {
    const number = /\d+/.exec(key)?.[0] ?? "";
    if (Number(number) > most || /^off$/i.test(String(inputs[`switch_${number}`] ?? ""))) return [];
    const strength = names
      .map((name) => inputs[name.replace("#", number)])
      .find((value) => value !== undefined);
    return toLora(findName(graph, inputs[key]), findNumber(graph, strength, "strength"));
  });
}

/** Rows with a switch of their own: the power loader of rgthree, and lists of the LoRA manager. */
function readSwitched({ inputs }: ComfyNode): readonly JsonObject[] {
  const list = plainValue(inputs.loras);
  const rows = [...Object.values(inputs), ...(Array.isArray(list) ? (list as readonly Json[]) : [])];
  return rows.slice(0, 10 * MOST_LORAS).flatMap((row) => {
    if (!isJsonObject(row) || row.on === false || row.active === false) return [];
    const isRow =
      typeof row.on === "boolean" ? row.lora : typeof row.active === "boolean" ? row.name : undefined;
    return isRow === undefined ? [] : toLora(isRow, row.strength);
  });
}

/** Nodes that load the LoRAs which their text names. */
function readTags(graph: Graph, node: ComfyNode): readonly JsonObject[] {
  if (!/^(?:ImpactWildcardEncode|(?:SDXL )?Power Prompt)/.test(node.type)) return [];
  const { populated_text: populated, prompt, prompt_g: promptG } = node.inputs;
  return readLoraTags(findText(graph, populated ?? prompt ?? promptG) ?? "");
}

function findName(graph: Graph, value: Json | undefined): string | undefined {
  return graph.link(value) === undefined ? nameOf(plainValue(value)) : nameOf(findText(graph, value));
}
