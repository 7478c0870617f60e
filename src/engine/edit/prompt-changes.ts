import { findUsers } from "../../manifest/load/find-users.js";
import { loadTemplates } from "../../manifest/load/load-templates.js";
import type { Settings } from "../../model/estate.js";
import type { SetTemplate } from "../../model/resource.js";
import { composeRecipes } from "../../recipe/recipe.js";
import type { EditedFile } from "./file-change.js";

/** A prompt that edits change. Null: the set has no such item. */
export interface PromptChange {
  /** The address of the set template as it would be; as it was for one that would be gone. */
  readonly template: string;
  /** The name of the item. */
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Every prompt that differs between a project and what edits make of it, by set and in the order of its items. */
export function comparePrompts(
  before: Settings,
  after: Settings,
  files: readonly EditedFile[],
): readonly PromptChange[] {
  const old = loadTemplates(before, listManifests(before, files));
  const now = loadTemplates(after, listManifests(after, files));
  const matched = new Set<SetTemplate>();
  const changes = now.flatMap((template) => {
    const former = old.find(
      ({ address }) => address === template.address || address === template.renamedFrom,
    );
    if (former !== undefined) matched.add(former);
    return compareTemplate(template.address, former, template);
  });
  const gone = old.filter((template) => !matched.has(template));
  return [...changes, ...gone.flatMap((template) => compareTemplate(template.address, template, undefined))];
}

/** The manifests whose templates edits of these files may change. */
function listManifests(settings: Settings, files: readonly EditedFile[]): ReadonlySet<string> {
  return new Set(
    files.flatMap(({ file, kind }) =>
      kind === "manifest" ? [file] : kind === "csv" ? findUsers(settings, file) : [],
    ),
  );
}

function compareTemplate(
  template: string,
  before: SetTemplate | undefined,
  after: SetTemplate | undefined,
): readonly PromptChange[] {
  const [old, now] = [promptsOf(before), promptsOf(after)];
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((key) => ({ template, key, before: old.get(key) ?? null, after: now.get(key) ?? null }))
    .filter((one) => one.before !== one.after);
}

function promptsOf(template: SetTemplate | undefined): ReadonlyMap<string, string> {
  if (template === undefined) return new Map();
  const recipes = composeRecipes(template.fields, { theme: undefined, seed: undefined });
  return new Map(recipes.map(({ item, prompt }) => [item, prompt]));
}
