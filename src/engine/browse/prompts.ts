import type { SetTemplate } from "../../model/resource.js";
import { composeRecipes, type Recipe } from "../../recipe/recipe.js";

/** The recipes that a template expands to, in the order of its items, without seeds. `theme`: the art style. */
export function renderTemplate({ fields }: SetTemplate, theme: string | undefined): readonly Recipe[] {
  return composeRecipes(fields, { theme, seed: undefined });
}
