import type { Json, JsonObject } from "../../../model/json.js";
import type { FactValues } from "../../source/fact-sheet.js";
import { readCount, readDecimal, readSeed } from "../../source/fact-values.js";

/** What a writer said about how a picture was made, each value as it stood there. */
interface RecipeParts {
  readonly prompt?: Json | undefined;
  readonly negative?: Json | undefined;
  readonly seed?: Json | undefined;
  readonly steps?: Json | undefined;
  readonly guidance?: Json | undefined;
  readonly model?: Json | undefined;
  readonly vae?: Json | undefined;
  readonly loras?: readonly JsonObject[] | undefined;
}

/** Facts that together are the recipe of a picture: they come from one source or from none. */
const RECIPE_FACTS: readonly string[] = [
  "prompt",
  "negative_prompt",
  "seed",
  "steps",
  "guidance_scale",
  "source.model",
  "source.vae",
  "lora",
  "loras",
];

/** Facts of a recipe. A value that is empty or of another type is left out; undefined when nothing is left. */
export function toRecipe(parts: RecipeParts): FactValues | undefined {
  const seed = readSeed(parts.seed ?? null);
  const facts: readonly [string, Json | undefined][] = [
    ["prompt", textOf(parts.prompt)],
    ["negative_prompt", textOf(parts.negative)],
    // Programs write -1 for a seed that was to be drawn.
    ["seed", seed?.startsWith("-") ? undefined : seed],
    ["steps", readCount(parts.steps ?? null)],
    ["guidance_scale", readDecimal(parts.guidance ?? null)],
    ["source.model", nameOf(parts.model)],
    ["source.vae", nameOf(parts.vae)],
    ["loras", parts.loras?.length ? parts.loras : undefined],
  ];
  const known = facts.filter((fact): fact is [string, Json] => fact[1] !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/** True when a source says anything about how the picture was made. */
export function isRecipe(values: FactValues): boolean {
  return RECIPE_FACTS.some((fact) => Object.hasOwn(values, fact));
}

/** A text without blanks at its ends; undefined for an empty one and for everything else. */
export function textOf(value: Json | undefined): string | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? undefined : text;
}

/** The name of a model or a LoRA; undefined for the words that stand for none. */
export function nameOf(value: Json | undefined): string | undefined {
  const text = textOf(value);
  return text === undefined || /^(?:none|null|undefined)$/i.test(text) ? undefined : text;
}

/** A LoRA as manifests take it; none without a name. A weight that is no number is left out. */
export function toLora(name: Json | undefined, weight: Json | undefined): readonly JsonObject[] {
  const path = nameOf(name);
  const strength = readDecimal(weight ?? null);
  return path === undefined ? [] : [{ path, ...(strength !== undefined && { weight: strength }) }];
}
