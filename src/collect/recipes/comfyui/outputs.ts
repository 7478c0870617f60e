import type { ComfyNode } from "./graph.js";

const CONTEXT = "base_ctx model clip vae positive negative latent images seed";
const BIG_CONTEXT = `${CONTEXT} steps step_refiner cfg ckpt_name sampler scheduler clip_width clip_height text_pos_g text_pos_l text_neg_g text_neg_l mask control_net`;
const EFFICIENT = "model positive negative latent_image vae images";

/**
 * Names of outputs by the class of their node, as far as they are needed to tell roles apart: each is the name of the input
 * or of the part of a pipe that it hands on. An API prompt only numbers them.
 *
 * From: modules/impact/pipe.py and impact_pack.py (Impact Pack), efficiency_nodes.py (efficiency-nodes-comfyui),
 * py/context_utils.py, ksampler_config.py and power_prompt*.py (rgthree-comfy), easyNodes.py (ComfyUI-Easy-Use),
 * ttNpy/tinyterraNodes.py, sdxl_prompt_styler.py, nodes.py and comfy_extras (ComfyUI).
 */
const OUTPUTS: { readonly [type: string]: string } = {
  FromBasicPipe: "model clip vae positive negative",
  FromBasicPipe_v2: "basic_pipe model clip vae positive negative",
  FromDetailerPipe: "model clip vae positive negative",
  FromDetailerPipe_v2: "detailer_pipe model clip vae positive negative",
  FromDetailerPipe_SDXL: "detailer_pipe model clip vae positive negative",
  ImpactKSamplerBasicPipe: "basic_pipe latent_image vae",
  ImpactKSamplerAdvancedBasicPipe: "basic_pipe latent_image vae",
  ImpactWildcardEncode: "model clip conditioning populated_text",
  "Efficient Loader": "model positive negative latent_image vae clip",
  "KSampler (Efficient)": EFFICIENT,
  "KSampler Adv. (Efficient)": EFFICIENT,
  "KSampler SDXL (Eff.)": "sdxl_tuple latent_image vae images",
  "Unpack SDXL Tuple":
    "model clip positive negative refiner_model refiner_clip refiner_positive refiner_negative",
  "Context (rgthree)": CONTEXT,
  "Context Switch (rgthree)": CONTEXT,
  "Context Merge (rgthree)": CONTEXT,
  "Context Big (rgthree)": BIG_CONTEXT,
  "Context Switch Big (rgthree)": BIG_CONTEXT,
  "Context Merge Big (rgthree)": BIG_CONTEXT,
  "KSampler Config (rgthree)": "steps_total refiner_step cfg sampler_name scheduler",
  "Power Prompt (rgthree)": "conditioning model clip prompt",
  "Power Prompt - Simple (rgthree)": "conditioning prompt",
  SDXLPromptStyler: "text_positive text_negative",
  "easy fullLoader": "pipe model vae clip positive negative latent",
  "easy pipeOut": "pipe model positive negative latent vae clip images seed",
  "ttN pipeLoader": "pipe model positive negative latent vae clip seed",
  "ttN pipeLoader_v2": "pipe model positive negative latent vae clip seed",
};

const SPLIT = new Map(Object.entries(OUTPUTS).map(([type, names]) => [type, names.split(" ")]));

/** Which input or part of a pipe an output of a node hands on, as far as its class or the file tells. */
export function nameOutput(node: ComfyNode, slot: number): string | undefined {
  return SPLIT.get(node.type)?.[slot] ?? node.outputs?.[slot]?.toLowerCase();
}

/** Whether a text or a conditioning is what the picture should show or what it should not. */
export type Role = "positive" | "negative";

/** The role that the name of an input or output says. */
export function roleOfName(name: string | undefined): Role | undefined {
  if (name === undefined) return undefined;
  if (/(?:^|_)pos(?:itive)?(?:_|$|\d)|conditioning\+/i.test(name)) return "positive";
  return /(?:^|_)neg(?:ative)?(?:_|$|\d)|conditioning-/i.test(name) ? "negative" : undefined;
}
