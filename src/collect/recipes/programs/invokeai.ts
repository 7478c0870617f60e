import { isJsonObject, type Json, type JsonObject } from "../../../model/json.js";
import type { FactValues } from "../../source/fact-sheet.js";
import { nameOf, textOf, toLora, toRecipe } from "./recipe.js";

/**
 * Facts of the `invokeai_metadata` of releases 3 and later; undefined when it holds none that is known.
 *
 * Format: CoreMetadata in invokeai/app/invocations/metadata.py; older files name models and LoRAs in other keys.
 */
export function readInvokeAi(value: Json): FactValues | undefined {
  if (!isJsonObject(value)) return undefined;
  return toRecipe({
    prompt: value.positive_prompt,
    negative: value.negative_prompt,
    seed: value.seed,
    steps: value.steps,
    guidance: value.cfg_scale,
    model: nameOfModel(value.model),
    vae: nameOfModel(value.vae),
    loras: readLoras(value.loras),
  });
}

/**
 * Facts of `sd-metadata`, which releases 1 and 2 wrote; undefined for another text.
 *
 * Format: docs/features/OTHER.md of release 2: the request stands below `image`, its prompt as text or as a list of
 * weighted parts; words in brackets are the negative prompt.
 */
export function readSdMetadata(value: JsonObject): FactValues | undefined {
  const { image, model_weights: weights, model_id: id } = value;
  if (!isJsonObject(image ?? null) || (value.app_id === undefined && value.model_hash === undefined))
    return undefined;
  const { prompt, seed, steps, cfg_scale: guidance } = image as JsonObject;
  return toRecipe({ ...splitPrompt(joinParts(prompt)), seed, steps, guidance, model: nameOf(weights) ?? id });
}

/**
 * Facts of `Dream`, the command line that the same releases wrote: `"prompt [negative]" -s 50 -S 42 -C 7.5 …`. Undefined for
 * another text.
 */
export function readDream(text: string): FactValues | undefined {
  const command = /^\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')((?:\s+-{1,2}\w[\s\S]*)?)$/.exec(text);
  if (command === null) return undefined;
  const [, double, single, options = ""] = command;
  const prompt = (double ?? single ?? "").replace(/\\(["'\\])/g, "$1");
  const option = (short: string, long: string): string | undefined =>
    new RegExp(`(?:^|\\s)(?:-${short}\\s*|--${long}[\\s=])(-?[\\d.]+)(?=\\s|$)`).exec(options)?.[1];
  return toRecipe({
    ...splitPrompt(prompt),
    steps: option("s", "steps"),
    seed: option("S", "seed"),
    guidance: option("C", "cfg_scale"),
  });
}

function joinParts(prompt: Json | undefined): string {
  if (!Array.isArray(prompt)) return typeof prompt === "string" ? prompt : "";
  return prompt.map((part: Json) => (isJsonObject(part) ? (textOf(part.prompt) ?? "") : "")).join(" ");
}

function splitPrompt(text: string): { readonly prompt: string; readonly negative: string } {
  const negative = Array.from(text.matchAll(/\[([^[\]]*)\]/g), ([, words = ""]) => words.trim());
  return {
    prompt: text.replace(/\[[^[\]]*\]/g, " ").replace(/ {2,}/g, " "),
    negative: negative.filter(Boolean).join(" "),
  };
}

function readLoras(value: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: Json) => {
    const lora = isJsonObject(entry) ? entry : {};
    return toLora(nameOfModel(lora.model ?? lora.lora), lora.weight);
  });
}

/** The name of a model in the forms of different versions. */
function nameOfModel(value: Json | undefined): string | undefined {
  if (!isJsonObject(value ?? null)) return nameOf(value);
  const { name, model_name: modelName, key } = value as JsonObject;
  return nameOf(name) ?? nameOf(modelName) ?? nameOf(key);
}
