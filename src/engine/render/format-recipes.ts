import type { JsonObject } from "../../model/json.js";
import { findUntaggable, toA1111 } from "../../recipe/a1111.js";
import {
  fillWorkflow,
  findUnplaced,
  listTitles,
  readWorkflow,
  type UnplacedValue,
  type Workflow,
} from "../../recipe/comfyui.js";
import type { Recipe } from "../../recipe/recipe.js";
import { usageFailure } from "../project/failure.js";
import { type NamedFile, readNamedFile } from "../project/named-file.js";
import type { Project } from "../project/project.js";

/** Recipes as bodies for AUTOMATIC1111, one each. Throws a usage failure for a LoRA that can't stand in a prompt. */
export function formatA1111(recipes: readonly Recipe[]): readonly JsonObject[] {
  const bad = recipes.flatMap(({ loras }) => findUntaggable(loras ?? []) ?? []).at(0);
  if (bad !== undefined)
    throw usageFailure(
      `the LoRA ${bad.path} can't be named in a prompt`,
      "Rename its file: a tag can't hold <, > or a colon.",
    );
  return recipes.map(toA1111);
}

/** Workflows for ComfyUI, one a recipe, and what no node takes. */
interface FilledWorkflows {
  readonly prompts: readonly JsonObject[];
  readonly unplaced: readonly UnplacedValue[];
}

/** Fills a workflow for each recipe. Throws a usage failure for a file that is none, or that has no place for the prompt. */
export function formatComfyui(
  { settings }: Project,
  recipes: readonly Recipe[],
  file: NamedFile,
): FilledWorkflows {
  const workflow = readWorkflow(readNamedFile(settings, file));
  if (typeof workflow === "string")
    throw usageFailure(`${file.shown} ${workflow}`, "In ComfyUI, use Workflow > Export (API).");
  const unplaced = findUnplaced(workflow, recipes);
  if (unplaced.some(({ value }) => value === "prompt")) throw refuseWorkflow(workflow, file);
  return { prompts: recipes.map((recipe) => fillWorkflow(workflow, recipe)), unplaced };
}

function refuseWorkflow(workflow: Workflow, { shown }: NamedFile): Error {
  const titles = listTitles(workflow);
  const isThere = titles.some((title) => title.trim().toLowerCase() === "positive");
  return usageFailure(
    isThere
      ? `the node "positive" of ${shown} has no text to fill in: what is linked stays linked`
      : `${shown} has no node with the title "positive"`,
    `Give the node that takes the prompt this title, and export the workflow again. Titles: ${titles.join(", ") || "none"}.`,
  );
}
