import type { JsonObject } from "../model/json.js";
import type { Recipe, RecipeLora } from "./recipe.js";

/**
 * The body of a request to `/sdapi/v1/txt2img` of AUTOMATIC1111's stable-diffusion-webui. What the recipe doesn't say is
 * left out, so that the server's own value holds; LoRAs are tags at the end of the prompt.
 *
 * Format: StableDiffusionProcessingTxt2Img in modules/processing.py, which modules/api/models.py makes the request of.
 */
export function toA1111(recipe: Recipe): JsonObject {
  const { negative_prompt, width, height, steps, guidance_scale, seed } = recipe;
  const settings = { negative_prompt, width, height, steps, cfg_scale: guidance_scale, seed };
  return {
    prompt: addTags(recipe.prompt, recipe.loras ?? []),
    ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null)),
  };
}

/** The first LoRA whose name can't stand in a tag. */
export function findUntaggable(loras: readonly RecipeLora[]): RecipeLora | undefined {
  return loras.find(({ path }) => /[<>:\n]/.test(nameLora(path)) || nameLora(path) === "");
}

/** A prompt with a tag for each LoRA that it has no tag for yet. */
function addTags(prompt: string, loras: readonly RecipeLora[]): string {
  const tags = loras
    .filter(({ path }) => !prompt.includes(`<lora:${nameLora(path)}:`))
    .map(({ path, weight }) => `<lora:${nameLora(path)}:${weight}>`);
  return [prompt, ...tags].filter((part) => part !== "").join(" ");
}

/** A LoRA is known by the name of its file. */
function nameLora(path: string): string {
  return path.replace(/^.*[/\\]/s, "").replace(/\.(?:safetensors|ckpt|pt|bin)$/i, "");
}
