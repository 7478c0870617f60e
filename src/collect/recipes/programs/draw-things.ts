import { isJsonObject, type Json, type JsonObject } from "../../../model/json.js";
import type { FactValues } from "../../source/fact-sheet.js";
import { toLora, toRecipe } from "./recipe.js";

/**
 * Facts of the JSON that Draw Things keeps in the XMP of its pictures (`exif:UserComment`); undefined for another object.
 *
 * Format: not documented by its maker; as stable-diffusion-prompt-reader reads it: `c` and `uc` are the prompts, `scale`
 * the guidance, `lora` a list of file and weight.
 */
export function readDrawThings(value: JsonObject): FactValues | undefined {
  const { c: prompt, uc: negative, seed, steps, scale, model, lora } = value;
  if (typeof prompt !== "string" || steps === undefined || scale === undefined) return undefined;
  return toRecipe({ prompt, negative, seed, steps, guidance: scale, model, loras: readLoras(lora) });
}

function readLoras(value: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((part: Json) =>
    isJsonObject(part) ? toLora(part.model ?? part.file, part.weight) : [],
  );
}
