import type { CatalogAlbum, CatalogTemplate } from "../../engine/browse/catalog.js";
import type { IndexedManifest } from "../../engine/browse/manifest-index.js";
import { formatAddress } from "../../model/address.js";
import { cutPage, PAGE_PARAMETERS, pageOf } from "../http/paging.js";
import type { Parameters, Route } from "../http/route.js";
import { FLAG, parameters, ref, TEXT } from "../schema/schema.js";
import type { Site } from "../site/site.js";
import { findManifest, readStanding, type Standing, stateOf, WAIT } from "./state.js";

/** Set templates: those of the database, and those that only manifests declare. */
export const listTemplates: Route = {
  name: "listTemplates",
  method: "GET",
  path: "/api/v1/templates",
  summary: "Set templates of the database and the manifests",
  access: "read",
  isOpen: true,
  query: parameters({ text: TEXT, lora: TEXT, public: FLAG, state: TEXT, wait: WAIT, ...PAGE_PARAMETERS }),
  replies: { 200: { description: "A page of templates", schema: pageOf(ref("Template")) } },
  async handle({ query, isTrusted }, site) {
    const rows = await listTemplateRows(site, query, isTrusted);
    const shown = rows.filter(({ state }) => query.state === undefined || state === query.state);
    return { status: 200, body: cutPage(shown, query) };
  },
};

/** A template as lists show it. */
interface TemplateRow {
  readonly slug: string | null;
  readonly state: string | null;
}

/** Without the token: public rows, and no drafts. */
async function listTemplateRows(
  site: Site,
  query: Parameters,
  isTrusted: boolean,
): Promise<readonly TemplateRow[]> {
  const catalog = await site.browser.openCatalog();
  const standing = await readStanding(site, query.wait === true || query.state !== undefined);
  const filter = {
    ...(typeof query.text === "string" && { text: query.text }),
    ...(typeof query.lora === "string" && { lora: query.lora }),
    ...(typeof query.public === "boolean" && { isPublic: query.public }),
  };
  const fitting = await catalog.listTemplates(filter);
  const albums = await catalog.listAlbums(isTrusted ? {} : { isPublic: true });
  if (!isTrusted)
    return fitting.filter(({ isPublic }) => isPublic).map((row) => describeRow(row, albums, standing));
  const all = await catalog.listTemplates({});
  const known = new Set(all.map(({ slug }) => slug));
  const isNew = ({ kind, slug }: IndexedManifest) => kind === "set-template" && !known.has(slug);
  return [
    ...fitting.map((row) => describeRow(row, albums, standing)),
    ...standing.manifests
      .filter((manifest) => isNew(manifest) && fits(manifest, query))
      .map((manifest) => describeDeclared(manifest, standing)),
  ];
}

function describeRow(row: CatalogTemplate, albums: readonly CatalogAlbum[], standing: Standing): TemplateRow {
  const { id, address, name, isPublic, slug, items, loras, entry } = row;
  const manifest = findManifest("set-template", slug, entry.manifest, standing);
  const own = albums.filter(({ template }) => template !== null && template === slug);
  return {
    ...{ id, address, name, slug, description: entry.description, isPublic, items, loras },
    file: manifest?.shown ?? null,
    state: stateOf(address, manifest, standing),
    albums: own.length,
    covered: sumCovered(own),
  } as TemplateRow;
}

function describeDeclared(manifest: IndexedManifest, standing: Standing): TemplateRow {
  const { name, slug, description, isPublic, items, loras, shown } = manifest;
  const address = slug === null ? null : formatAddress("set-template", slug);
  return {
    ...{ id: null, address: null, name, slug, description, isPublic, items, loras },
    file: shown,
    state: stateOf(address, manifest, standing),
    albums: 0,
    covered: null,
  } as TemplateRow;
}

/** Coverage of all albums of a set as one. */
function sumCovered(albums: readonly CatalogAlbum[]): object | null {
  const covered = albums.flatMap((album) => album.covered ?? []);
  if (covered.length === 0) return null;
  const sum = (read: (one: (typeof covered)[number]) => number | null) =>
    covered.reduce<number | null>((total, one) => {
      const value = read(one);
      return total === null || value === null ? null : total + value;
    }, 0);
  return {
    items: sum(({ items }) => items),
    of: sum(({ of }) => of),
    missing: sum(({ missing }) => missing),
    doubled: sum(({ doubled }) => doubled),
  };
}

function fits({ slug, name, description, isPublic, loras }: IndexedManifest, query: Parameters): boolean {
  const has = (text: string, part: unknown) => text.toLowerCase().includes(String(part).toLowerCase());
  return (
    (query.public === undefined || isPublic === query.public) &&
    (query.text === undefined || [slug ?? "", name, description].some((text) => has(text, query.text))) &&
    (query.lora === undefined || loras.some((path) => has(path, query.lora)))
  );
}
