import type { NamedFile } from "../../engine/project/named-file.js";
import type { Project } from "../../engine/project/project.js";
import type { UnplacedValue } from "../../recipe/comfyui.js";
import type { Recipe } from "../../recipe/recipe.js";
import type { RenderFormat } from "../args/render-format.js";
import type { Output } from "../terminal/output.js";

/** How recipes are printed, and what was asked for. */
interface RecipesAsked {
  readonly project: Project;
  readonly format: RenderFormat;
  /** The workflow of ComfyUI. */
  readonly file: NamedFile | undefined;
  readonly slug: string;
  readonly items: readonly string[];
  readonly isMissing: boolean;
}

/** Prints recipes in a format. One prompt alone comes without the name of its item. */
export async function printRecipes(
  recipes: readonly Recipe[],
  { project, format, file, slug, items, isMissing }: RecipesAsked,
  output: Output,
): Promise<void> {
  if (recipes.length === 0 && isMissing)
    output.say(
      items.length === 0
        ? `No item of ${slug} lacks a picture.`
        : `None of these items of ${slug} lacks a picture.`,
    );
  const printLines = (lines: readonly object[]) => {
    for (const line of lines) output.print(JSON.stringify(line), "json");
  };
  switch (format) {
    case "json": {
      const { writeJson } = await import("../../report/formats/json-text.js");
      return output.print(writeJson(recipes));
    }
    case "csv": {
      const [{ tabulateRecipes }, { formatCsv }] = await Promise.all([
        import("../../recipe/table.js"),
        import("../../manifest/text/csv-write.js"),
      ]);
      return output.print(formatCsv(tabulateRecipes(recipes), "\r\n"), "data");
    }
    case "jsonl":
      return printLines(recipes);
    case "a1111": {
      const { formatA1111 } = await import("../../engine/render/format-recipes.js");
      return printLines(formatA1111(recipes));
    }
    case "comfyui": {
      const { formatComfyui } = await import("../../engine/render/format-recipes.js");
      const { prompts, unplaced } = formatComfyui(project, recipes, file as NamedFile);
      for (const value of unplaced) output.say(describeUnplaced(value));
      return printLines(prompts);
    }
    case "text": {
      const isAlone = items.length === 1 && recipes[0]?.item === items[0];
      for (const { item, prompt } of recipes)
        output.print(isAlone ? prompt : `${item}\n    ${prompt}`, "data");
    }
  }
}

function describeUnplaced({ value, titles }: UnplacedValue): string {
  const names = titles.map((title) => `"${title}"`).join(" or ");
  return `note: ${value} is not written: no node with the title ${names} has an input for it.`;
}
