import { sha256Of } from "../files/hash.js";
import { isJsonObject, type Json } from "../model/json.js";
import { expandPrompt, namedItems } from "../model/prompt.js";
import type { Fields } from "../model/resource.js";
import { nameFiles } from "./file-names.js";

/** A LoRA file as the template names it, and how strongly it acts. */
export interface RecipeLora {
  readonly path: string;
  readonly weight: number;
}

/** Everything that a generator needs to make the picture of one item. Null: the template doesn't say. */
export interface Recipe {
  readonly item: string;
  readonly prompt: string;
  readonly negative_prompt: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly steps: number | null;
  readonly guidance_scale: number | null;
  readonly loras: readonly RecipeLora[] | null;
  readonly seed: number | null;
  /** Name for the picture, by which sync collect finds the item again. */
  readonly file: string;
}

/** What a template leaves open. */
export interface RecipeChoices {
  /** The art style to put into prompts. */
  readonly theme: string | undefined;
  /** The number that seeds are derived from; without it recipes have none. */
  readonly seed: number | undefined;
}

/** The recipes of all items of a set template's fields, in their order. */
export function composeRecipes(fields: Fields, { theme, seed }: RecipeChoices): readonly Recipe[] {
  const items = namedItems(fields);
  const files = nameFiles(items.map(({ name }) => name));
  return items.map(({ name, cells }, index) => ({
    item: name,
    prompt: expandPrompt(fields, cells, theme),
    negative_prompt: textOf(fields["generation.negative_prompt"]),
    width: numberOf(fields["generation.width"]),
    height: numberOf(fields["generation.height"]),
    steps: numberOf(fields["generation.steps"]),
    guidance_scale: numberOf(fields["generation.guidance_scale"]),
    loras: lorasOf(fields.loras),
    seed: seed === undefined ? null : deriveSeed(seed, name),
    file: files[index] as string,
  }));
}

/**
 * The seed of an item, from 0 to 4294967295: the first 32 bits of the SHA-256 of the base seed, a line break and the
 * name of the item. Other items and the order of rows don't matter.
 */
export function deriveSeed(base: number, item: string): number {
  return Number.parseInt(sha256Of(`${base}\n${item}`).slice(0, 8), 16);
}

function textOf(value: Json | undefined): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function lorasOf(value: Json | undefined): readonly RecipeLora[] | null {
  if (!Array.isArray(value)) return null;
  return (value as readonly Json[])
    .filter(isJsonObject)
    .map(({ path, weight }) => ({ path: String(path), weight: Number(weight) }));
}
