import { didYouMean } from "../manifest/text/suggest.js";
import { formatAddress } from "../model/address.js";
import type { DesiredEstate } from "../model/estate.js";
import { filter } from "../model/lists/sequence.js";
import { expandPrompt, namedItems } from "../model/prompt.js";
import type { Resource } from "../model/resource.js";
import { usageFailure } from "./project/failure.js";
import { type Project, readEstate } from "./project/project.js";

/** The prompt of one item of a set. */
export interface Prompt {
  readonly item: string;
  readonly prompt: string;
}

/** Which prompts are wanted. */
interface RenderOptions {
  /** Of the set template. */
  readonly slug: string;
  /** The art style to put in. */
  readonly theme: string | undefined;
  /** Only the prompt of this item. */
  readonly item: string | undefined;
}

/** The prompts that a set template expands to. Throws a usage failure for a template or an item that nobody declares. */
export async function renderPrompts(
  project: Project,
  { slug, theme, item }: RenderOptions,
): Promise<readonly Prompt[]> {
  const prompts = expandItems(findTemplate(await readEstate(project), slug), theme);
  return item === undefined ? prompts : [findItem(prompts, item)];
}

function findTemplate({ resources }: DesiredEstate, slug: string): Resource {
  const templates = filter(resources, ({ kind }) => kind === "set-template");
  const found = templates.find(({ address }) => address === formatAddress("set-template", slug));
  if (found !== undefined) return found;
  const slugs = templates.map(({ fields }) => String(fields.slug));
  throw usageFailure(
    `no set template is called "${slug}"${didYouMean(slug, slugs)}`,
    `The manifests declare: ${slugs.join(", ") || "none"}.`,
  );
}

function expandItems({ fields }: Resource, theme: string | undefined): readonly Prompt[] {
  return namedItems(fields).map(({ name, cells }) => ({
    item: name,
    prompt: expandPrompt(fields, cells, theme),
  }));
}

function findItem(prompts: readonly Prompt[], name: string): Prompt {
  const found = prompts.find(({ item }) => item === name);
  if (found !== undefined) return found;
  const near = didYouMean(
    name,
    prompts.map(({ item }) => item),
  );
  throw usageFailure(`the set has no item "${name}"${near}`, "Leave --item out to see all of them.");
}
