import { didYouMean } from "../../manifest/text/suggest.js";
import { formatAddress } from "../../model/address.js";
import type { DesiredEstate } from "../../model/estate.js";
import { filter } from "../../model/lists/sequence.js";
import type { Resource, SetTemplate } from "../../model/resource.js";
import { coverAlbums, joinCoverage, listMissing } from "../../model/sets/coverage.js";
import { composeRecipes, type Recipe, type RecipeChoices } from "../../recipe/recipe.js";
import { usageFailure } from "../project/failure.js";
import { type Project, readEstate } from "../project/project.js";

/** Which recipes are wanted. */
interface RenderOptions extends RecipeChoices {
  /** Of the set template. */
  readonly slug: string;
  /** Only items with one of these names, or that match one of these globs; empty: all. */
  readonly items: readonly string[];
  /** Only items without a picture: in the album, or with `album: undefined` in any album of the template. */
  readonly missing: { readonly album: string | undefined } | undefined;
}

/** The recipes that a set template expands to. Throws a usage failure for a template, an album or an item that nobody declares. */
export async function renderRecipes(project: Project, options: RenderOptions): Promise<readonly Recipe[]> {
  const { slug, items, missing } = options;
  const estate = await readEstate(project);
  const template = findTemplate(estate, slug);
  const recipes = composeRecipes(template.fields, options);
  const chosen = items.length === 0 ? recipes : selectItems(recipes, items);
  if (missing === undefined) return chosen;
  const wanted = findMissing(estate, template, missing.album);
  return wanted === undefined ? chosen : chosen.filter(({ item }) => wanted.has(item));
}

/** A set template by its slug. Throws a usage failure for one that no manifest declares. */
export function findTemplate({ resources }: DesiredEstate, slug: string): SetTemplate {
  const templates = filter(resources, (resource) => resource.kind === "set-template");
  const found = templates.find(({ address }) => address === formatAddress("set-template", slug));
  if (found !== undefined) return found;
  const slugs = templates.map(({ fields }) => String(fields.slug));
  throw usageFailure(
    `no set template is called "${slug}"${didYouMean(slug, slugs)}`,
    `The manifests declare: ${slugs.join(", ") || "none"}.`,
  );
}

/** The items that have no picture; undefined when the template has no album yet, so that all are missing. */
function findMissing(
  { resources }: DesiredEstate,
  template: SetTemplate,
  slug: string | undefined,
): ReadonlySet<string> | undefined {
  const albums = coverAlbums(resources).filter((one) => one.template.address === template.address);
  const chosen =
    slug === undefined
      ? albums
      : albums.filter(({ album }) => album.address === formatAddress("album", slug));
  if (slug !== undefined && chosen.length === 0) throw refuseAlbum(resources, template, slug);
  return chosen.length === 0 ? undefined : new Set(listMissing(joinCoverage(chosen)));
}

function refuseAlbum(resources: Iterable<Resource>, { fields }: SetTemplate, slug: string): Error {
  const albums = filter(resources, ({ kind }) => kind === "album");
  const ofTemplate = albums.filter((album) => album.fields.set_template === fields.slug);
  const slugs = ofTemplate.map((album) => String(album.fields.slug));
  const isDeclared = albums.some(({ address }) => address === formatAddress("album", slug));
  return usageFailure(
    isDeclared
      ? `the album "${slug}" does not declare set_template: ${String(fields.slug)}`
      : `no album is called "${slug}"${didYouMean(slug, slugs)}`,
    `Albums of ${String(fields.slug)}: ${slugs.join(", ") || "none"}.`,
  );
}

/** The recipes of named items, in the order of the set. Throws a usage failure for a name that fits none. */
function selectItems(recipes: readonly Recipe[], names: readonly string[]): readonly Recipe[] {
  const items = recipes.map(({ item }) => item);
  const wanted = new Set(names.flatMap((name) => findItems(items, name)));
  return recipes.filter(({ item }) => wanted.has(item));
}

function findItems(items: readonly string[], name: string): readonly string[] {
  if (items.includes(name)) return [name];
  const glob = compileItemGlob(name);
  const found = glob === undefined ? [] : items.filter((item) => glob.test(item));
  if (found.length > 0) return found;
  throw usageFailure(
    `the set has no item "${name}"${didYouMean(name, items)}`,
    "Leave --item out to see all of them.",
  );
}

/** In names of items there are no folders: `*` is any text, `?` any character. Undefined for a text without them. */
function compileItemGlob(glob: string): RegExp | undefined {
  if (!/[*?]/.test(glob)) return undefined;
  const source = glob.replace(/[*?]|[^*?]+/g, (part) =>
    part === "*" ? ".*" : part === "?" ? "." : part.replace(/[\\^$.|+()[\]{}]/g, "\\$&"),
  );
  return new RegExp(`^${source}$`, "su");
}
