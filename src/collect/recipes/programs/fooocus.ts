import type { Json, JsonObject } from "../../../model/json.js";
import type { FactValues } from "../../source/fact-sheet.js";
import { toLora, toRecipe } from "./recipe.js";

const MOST_LORAS = 100;

/**
 * Facts of the JSON that Fooocus writes as `parameters` or UserComment in its own scheme; undefined for another object. Its
 * other scheme is that of AUTOMATIC1111.
 *
 * Format: modules/meta_parser.py of Fooocus. Logs and older releases name the same keys as labels, such as `Base Model`.
 */
export function readFooocus(value: JsonObject): FactValues | undefined {
  const read = (key: string, label: string): Json | undefined => value[key] ?? value[label];
  const isOurs = [read("performance", "Performance"), read("base_model", "Base Model")].every(
    (part) => typeof part === "string",
  );
  if (!isOurs) return undefined;
  const combined = readCombined(value);
  return toRecipe({
    prompt: read("prompt", "Prompt"),
    negative: read("negative_prompt", "Negative Prompt"),
    seed: read("seed", "Seed"),
    steps: read("steps", "Steps"),
    guidance: read("guidance_scale", "Guidance Scale"),
    model: read("base_model", "Base Model"),
    vae: read("vae", "VAE"),
    loras: combined.length > 0 ? combined : readList(value.loras),
  });
}

/** `name : weight`, newer `enabled : name : weight`, under numbered keys. */
function readCombined(value: JsonObject): readonly JsonObject[] {
  const loras: JsonObject[] = [];
  for (let number = 1; number <= MOST_LORAS; number++) {
    const text = value[`lora_combined_${number}`] ?? value[`LoRA ${number}`];
    if (typeof text !== "string") continue;
    const parts = text.split(" : ");
    const [enabled] = parts.length > 2 && /^(?:True|False)$/.test(parts[0] ?? "") ? parts.splice(0, 1) : [];
    const weight = parts.length > 1 ? parts.pop() : undefined;
    if (enabled !== "False") loras.push(...toLora(parts.join(" : "), weight));
  }
  return loras;
}

/** Lists of name, weight and hash. */
function readList(value: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((part: Json) => (Array.isArray(part) ? toLora(part[0] as Json, part[1] as Json) : []));
}
