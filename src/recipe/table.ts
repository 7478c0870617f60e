import type { Recipe } from "./recipe.js";

const COLUMNS = [
  "item",
  "prompt",
  "negative_prompt",
  "width",
  "height",
  "steps",
  "guidance_scale",
  "loras",
  "seed",
  "file",
] as const satisfies readonly (keyof Recipe)[];

/** Recipes as the rows of a table, the header first. What a recipe doesn't say is empty; LoRAs are JSON. */
export function tabulateRecipes(recipes: readonly Recipe[]): readonly (readonly string[])[] {
  return [COLUMNS, ...recipes.map((recipe) => COLUMNS.map((column) => toCell(recipe[column])))];
}

function toCell(value: Recipe[keyof Recipe]): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
