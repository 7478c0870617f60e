import type { Json, JsonObject } from "../../../model/json.js";
import type { FactValues } from "../../source/fact-sheet.js";
import { readObject } from "./embedded-text.js";
import { toLora, toRecipe } from "./recipe.js";

/**
 * Facts of the JSON that SwarmUI, and StableSwarmUI before it, write as `parameters`; undefined for another object.
 *
 * Format: docs/Image Metadata Format.md of SwarmUI: parameters below `sui_image_params`, LoRAs and their weights as two
 * lists, or as texts with commas. Older files write keys in other letter case.
 */
export function readSwarmUi(value: JsonObject): FactValues | undefined {
  const given = readObject(value.sui_image_params);
  if (given === undefined) return undefined;
  const parameters = new Map(Object.entries(given).map(([key, part]) => [key.toLowerCase(), part]));
  const weights = listOf(parameters.get("loraweights"));
  return toRecipe({
    prompt: parameters.get("prompt"),
    negative: parameters.get("negativeprompt"),
    seed: parameters.get("seed"),
    steps: parameters.get("steps"),
    guidance: parameters.get("cfgscale"),
    model: parameters.get("model"),
    vae: parameters.get("vae"),
    loras: listOf(parameters.get("loras")).flatMap((name, index) => toLora(name, weights[index])),
  });
}

function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return typeof value === "string" && value !== "" ? value.split(",").map((part) => part.trim()) : [];
}
