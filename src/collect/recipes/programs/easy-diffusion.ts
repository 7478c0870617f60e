import type { Json, JsonObject } from "../../../model/json.js";
import type { FactValues } from "../../source/fact-sheet.js";
import { toLora, toRecipe } from "./recipe.js";

/**
 * Facts of Easy Diffusion's metadata: texts of a PNG by keyword, or the JSON of its UserComment; undefined for another
 * object.
 *
 * Format: ui/easydiffusion/utils/save_utils.py of Easy Diffusion, whose keys are those of its requests or, in another
 * setting, labels such as `Guidance Scale`.
 */
export function readEasyDiffusion(value: JsonObject): FactValues | undefined {
  const read = (key: string, label: string): Json | undefined => value[key] ?? value[label];
  const model = read("use_stable_diffusion_model", "Stable Diffusion model");
  const prompt = read("prompt", "Prompt");
  if (model === undefined || typeof prompt !== "string") return undefined;
  const weights = listOf(read("lora_alpha", "LoRA Strength"));
  return toRecipe({
    prompt,
    negative: read("negative_prompt", "Negative Prompt"),
    seed: read("seed", "Seed"),
    steps: read("num_inference_steps", "Steps"),
    guidance: read("guidance_scale", "Guidance Scale"),
    model,
    vae: read("use_vae_model", "VAE model"),
    loras: listOf(read("use_lora_model", "LoRA model")).flatMap((name, index) =>
      toLora(name, weights[index]),
    ),
  });
}

/** One value, or several as a list of JSON or of Python. */
function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  if (typeof value !== "string") return value === undefined ? [] : [value];
  if (!value.startsWith("[") || !value.endsWith("]")) return [value];
  return value
    .slice(1, -1)
    .split(",")
    .map((part) => part.trim().replace(/^['"]|['"]$/g, ""));
}
