import { isJsonObject, type Json, type JsonObject } from "../../../model/json.js";
import type { FactValues } from "../../source/fact-sheet.js";
import { readObject } from "./embedded-text.js";
import { textOf, toRecipe } from "./recipe.js";

interface Beside {
  readonly source?: string | undefined;
  readonly description?: string | undefined;
}

/**
 * Facts of the JSON that NovelAI writes as `Comment`, or around it in the EXIF of a WebP; undefined for another object.
 * `beside`: the texts `Source`, which names the model, and `Description`, which alone has the prompt of early releases.
 *
 * Format: novelai-image-metadata, published by NovelAI; `uc` is the undesired content, from version 4 on captions stand
 * below `v4_prompt` and `v4_negative_prompt` as well.
 */
export function readNovelAi(value: JsonObject, beside: Beside = {}): FactValues | undefined {
  const inner = readObject(value.Comment);
  if (inner !== undefined && value.steps === undefined)
    return readNovelAi(inner, { source: textOf(value.Source), description: textOf(value.Description) });
  const { prompt, uc, steps, scale, seed, sampler } = value;
  if (steps === undefined || scale === undefined || sampler === undefined || value.c !== undefined)
    return undefined;
  if (uc === undefined && value.v4_negative_prompt === undefined) return undefined;
  return toRecipe({
    prompt: textOf(prompt) ?? captionOf(value.v4_prompt) ?? beside.description,
    negative: textOf(uc) ?? captionOf(value.v4_negative_prompt),
    seed,
    steps,
    guidance: scale,
    model: beside.source,
  });
}

function captionOf(value: Json | undefined): Json | undefined {
  const caption = isJsonObject(value ?? null) ? (value as JsonObject).caption : undefined;
  return isJsonObject(caption ?? null) ? (caption as JsonObject).base_caption : undefined;
}
