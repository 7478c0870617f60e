import type { CatalogTemplate } from "../../engine/browse/catalog.js";
import { readGrid } from "../../engine/browse/item-table.js";
import type { IndexedManifest } from "../../engine/browse/manifest-index.js";
import { renderTemplate } from "../../engine/browse/prompts.js";
import { type ManifestDetail, readManifestDetail, readProjectFile } from "../../engine/browse/read-file.js";
import { formatAddress } from "../../model/address.js";
import type { Settings } from "../../model/estate.js";
import { groupBy } from "../../model/lists/group.js";
import { namedItems, placeholdersOf } from "../../model/prompt.js";
import { HttpProblem } from "../http/problem.js";
import type { Route } from "../http/route.js";
import { COUNT, list, nullable, object, parameters, ref, type Schema, TEXT } from "../schema/schema.js";
import type { Site } from "../site/site.js";
import { findManifest, listDrift, readStanding, type Standing, stateOf, WAIT } from "./state.js";

const SLUG = parameters({ slug: { type: "string", minLength: 1 } }, ["slug"]);

/** A set template: its manifest, its items, its row, how they differ. */
export const getTemplate: Route = {
  name: "getTemplate",
  method: "GET",
  path: "/api/v1/templates/{slug}",
  summary: "A set template, declared and observed",
  access: "read",
  params: SLUG,
  query: parameters({ wait: WAIT }),
  replies: { 200: { description: "The template", schema: ref("TemplateDetail") } },
  async handle({ params, query }, site) {
    const wait = query.wait === true;
    const found = await findTemplate(String(params.slug), site, wait);
    const { settings } = await site.openProject();
    const catalog = await site.browser.openCatalog();
    const albums = await catalog.listAlbums({ template: found.slug });
    const row = found.row && (await catalog.findRow("set-template", found.row.id));
    return {
      status: 200,
      body: {
        slug: found.slug,
        address: found.address,
        file: found.manifest?.shown ?? null,
        ...describeManifest(found.detail, found.manifest, settings),
        observed: row === undefined ? null : { id: row.id, ...row.fields },
        state: stateOf(found.address, found.manifest, found.standing),
        drift: await listDrift(found.address, found.standing, wait),
        albums: albums.map(({ entry, name, covered }) => ({ slug: entry.slug, name, covered })),
      },
    };
  },
};

const PROMPT = object({
  key: TEXT,
  prompt: TEXT,
  negativePrompt: nullable(TEXT),
  width: { type: ["number", "null"] },
  height: { type: ["number", "null"] },
  steps: { type: ["number", "null"] },
  guidanceScale: { type: ["number", "null"] },
  seed: { type: ["integer", "null"] },
});

/** The prompts that a template expands to. */
export const listPrompts: Route = {
  name: "listPrompts",
  method: "GET",
  path: "/api/v1/templates/{slug}/prompts",
  summary: "The rendered prompt of each item, as the manifest declares them",
  access: "read",
  params: SLUG,
  query: parameters({ theme: TEXT }),
  replies: {
    200: { description: "Prompts in the order of the items", schema: object({ items: list(PROMPT) }) },
  },
  async handle({ params, query }, site) {
    const { detail } = await findTemplate(String(params.slug), site);
    if (detail?.template == null) throw unreadable(String(params.slug), detail);
    const theme = typeof query.theme === "string" ? query.theme : undefined;
    const items = renderTemplate(detail.template, theme).map(
      ({ item, negative_prompt, guidance_scale, ...recipe }) => ({
        key: item,
        prompt: recipe.prompt,
        negativePrompt: negative_prompt,
        width: recipe.width,
        height: recipe.height,
        steps: recipe.steps,
        guidanceScale: guidance_scale,
        seed: recipe.seed,
      }),
    );
    return { status: 200, body: { items } };
  },
};

const CELLS: Schema = { type: "object", additionalProperties: list(COUNT) };

/** Which image of which album shows which item. */
export const getCoverage: Route = {
  name: "getCoverage",
  method: "GET",
  path: "/api/v1/templates/{slug}/coverage",
  summary: "Items by albums, with the row ids of the images that show them",
  access: "read",
  params: SLUG,
  replies: {
    200: {
      description: "Items in the order of the set; an item without images is not in the cells of an album",
      schema: object({
        items: list(TEXT),
        albums: list(object({ slug: nullable(TEXT), name: TEXT, cells: CELLS })),
      }),
    },
  },
  async handle({ params }, site) {
    const { slug, detail, row } = await findTemplate(String(params.slug), site);
    const catalog = await site.browser.openCatalog();
    const declared = detail?.template?.fields;
    const items = declared ? namedItems(declared).map(({ name }) => name) : (row?.entry.itemNames ?? []);
    const albums = await catalog.listAlbums({ template: slug });
    const shown = await catalog.listShownItems(albums.map(({ id }) => id));
    return {
      status: 200,
      body: {
        items,
        albums: albums.map(({ id, entry, name }) => {
          const own = shown.filter(({ album }) => album === id);
          const ids = Array.from(
            groupBy(own, ({ item }) => item),
            ([item, images]) => [item, images.map(({ image }) => image)],
          );
          return { slug: entry.slug, name, cells: Object.fromEntries(ids) };
        }),
      },
    };
  },
};

interface FoundTemplate {
  readonly slug: string;
  readonly address: string;
  readonly standing: Standing;
  readonly manifest: IndexedManifest | undefined;
  readonly detail: ManifestDetail | undefined;
  readonly row: CatalogTemplate | undefined;
}

/** A template that a manifest or the database has. Throws 404 for another. */
async function findTemplate(slug: string, site: Site, wait = false): Promise<FoundTemplate> {
  const { settings } = await site.openProject();
  const standing = await readStanding(site, wait);
  const rows = await (await site.browser.openCatalog()).listTemplates({});
  const row = rows.find((one) => one.slug === slug);
  const manifest = findManifest("set-template", slug, row?.entry.manifest ?? null, standing);
  if (manifest === undefined && row === undefined)
    throw new HttpProblem(404, "template-unknown", `No set template is called "${slug}"`);
  const detail = manifest && readManifestDetail(settings, manifest.file);
  return { slug, address: formatAddress("set-template", slug), standing, manifest, detail, row };
}

function describeManifest(
  detail: ManifestDetail | undefined,
  manifest: IndexedManifest | undefined,
  settings: Settings,
): object {
  const [csv] = manifest?.used ?? [];
  const file = csv === undefined ? undefined : readProjectFile(settings, csv);
  const prompt = detail?.template?.fields.prompt_template;
  return {
    etag: detail?.etag ?? null,
    text: detail?.text ?? null,
    declared: detail?.declared ?? null,
    csv: file === undefined ? null : readGrid(file),
    placeholders:
      typeof prompt === "string" ? [...new Set(placeholdersOf(prompt).map(({ name }) => name))] : [],
    diagnostics: detail?.diagnostics ?? [],
  };
}

function unreadable(slug: string, detail: ManifestDetail | undefined): HttpProblem {
  if (detail === undefined)
    return new HttpProblem(404, "template-undeclared", `No manifest declares the set template "${slug}"`);
  return new HttpProblem(422, "manifest-invalid", `${detail.path} is invalid`, {
    diagnostics: detail.diagnostics,
  });
}
