import { isJsonObject, type Json, type JsonObject } from "../../../model/json.js";
import { nameOfSlot } from "./graph.js";

/**
 * Names of the values that a node keeps, by its class, for files of editors that did not write them down. `-`: what the
 * editor does with a seed after each run. From nodes.py and comfy_extras/nodes_custom_sampler.py of ComfyUI.
 */
const WIDGETS: { readonly [type: string]: string } = {
  KSampler: "seed - steps cfg sampler_name scheduler denoise",
  KSamplerAdvanced:
    "add_noise noise_seed - steps cfg sampler_name scheduler start_at_step end_at_step return_with_leftover_noise",
  SamplerCustom: "add_noise noise_seed - cfg",
  RandomNoise: "noise_seed -",
  BasicScheduler: "scheduler steps denoise",
  SDTurboScheduler: "steps denoise",
  CFGGuider: "cfg",
  CLIPTextEncode: "text",
  CLIPTextEncodeFlux: "clip_l t5xxl guidance",
  FluxGuidance: "guidance",
  CheckpointLoaderSimple: "ckpt_name",
  UNETLoader: "unet_name weight_dtype",
  LoraLoader: "lora_name strength_model strength_clip",
  LoraLoaderModelOnly: "lora_name strength_model",
  PrimitiveInt: "value -",
  PrimitiveFloat: "value",
  PrimitiveString: "value",
  PrimitiveStringMultiline: "value",
};
const AFTER_RUN = /^(?:fixed|increment|decrement|randomize)$/;

/** The values of a node by the names of its inputs; none where the file does not tell which is which. */
export function readWidgets(node: JsonObject): JsonObject {
  const { widgets_values: values, type } = node;
  if (isJsonObject(values ?? null)) return values as JsonObject;
  if (!Array.isArray(values)) return {};
  const known = WIDGETS[String(type)]?.split(" ");
  const names = known ?? listNames(node, values);
  const pairs = names.flatMap((name, index) =>
    name === "-" || values[index] === undefined ? [] : [[name, values[index] as Json] as const],
  );
  return Object.fromEntries(pairs);
}

/** Inputs that can be set in the node itself, in the order of their values. None unless both are equally many. */
function listNames({ inputs }: JsonObject, values: readonly Json[]): readonly string[] {
  const own = (Array.isArray(inputs) ? (inputs as readonly Json[]) : [])
    .filter((input) => isJsonObject(input) && isJsonObject(input.widget ?? null))
    .map(nameOfSlot);
  const names: string[] = [];
  for (const name of own) {
    names.push(name);
    const next = values[names.length];
    if (/seed|value/.test(name) && typeof next === "string" && AFTER_RUN.test(next)) names.push("-");
  }
  return names.length === values.length ? names : [];
}
