import type { CatalogAlbum } from "../../engine/browse/catalog.js";
import type { IndexedManifest } from "../../engine/browse/manifest-index.js";
import { readManifestDetail } from "../../engine/browse/read-file.js";
import { formatAddress } from "../../model/address.js";
import { cutPage, PAGE_PARAMETERS, pageOf } from "../http/paging.js";
import { HttpProblem } from "../http/problem.js";
import type { Parameters, Route } from "../http/route.js";
import { FLAG, parameters, ref, TEXT } from "../schema/schema.js";
import { findManifest, listDrift, readStanding, type Standing, stateOf, WAIT } from "./state.js";

/** Albums: those of the database, and those that only manifests declare. */
export const listAlbums: Route = {
  name: "listAlbums",
  method: "GET",
  path: "/api/v1/albums",
  summary: "Albums of the database and the manifests",
  access: "read",
  isOpen: true,
  query: parameters({
    text: TEXT,
    type: TEXT,
    template: TEXT,
    public: FLAG,
    state: TEXT,
    wait: WAIT,
    ...PAGE_PARAMETERS,
  }),
  replies: { 200: { description: "A page of albums", schema: pageOf(ref("Album")) } },
  async handle({ query, isTrusted }, site) {
    const catalog = await site.browser.openCatalog();
    const standing = await readStanding(site, query.wait === true || query.state !== undefined);
    const all = await catalog.listAlbums({});
    const known = new Set(all.map(({ entry }) => entry.slug));
    const fitting = await catalog.listAlbums(readFilter(query));
    // Without the token: public rows, and no drafts.
    const drafts = isTrusted ? standing.manifests : [];
    const rows = [
      ...fitting.filter(({ isPublic }) => isTrusted || isPublic).map((row) => describeAlbum(row, standing)),
      ...drafts
        .filter(({ kind, slug }) => kind === "album" && !known.has(slug))
        .filter((manifest) => fits(manifest, query))
        .map((manifest) => describeDeclared(manifest, standing)),
    ];
    const shown = rows.filter(({ state }) => query.state === undefined || state === query.state);
    return { status: 200, body: cutPage(shown, query) };
  },
};

/** One album. */
export const getAlbum: Route = {
  name: "getAlbum",
  method: "GET",
  path: "/api/v1/albums/{slug}",
  summary: "An album, declared and observed; one without a slug by its row id",
  access: "read",
  params: parameters({ slug: { type: "string", minLength: 1 } }, ["slug"]),
  query: parameters({
    wait: WAIT,
    manifest: { ...FLAG, description: "False: leave out what its manifest says, which may be megabytes" },
  }),
  replies: { 200: { description: "The album", schema: ref("AlbumDetail") } },
  async handle({ params, query }, site) {
    const slug = String(params.slug);
    const catalog = await site.browser.openCatalog();
    const { settings } = await site.openProject();
    const wait = query.wait === true;
    const standing = await readStanding(site, wait);
    const rows = await catalog.listAlbums({});
    const row =
      rows.find(({ entry }) => entry.slug === slug) ??
      rows.find(({ id, entry }) => entry.slug === null && String(id) === slug);
    const manifest = findManifest("album", row?.entry.slug ?? slug, row?.entry.manifest ?? null, standing);
    if (row === undefined && manifest === undefined)
      throw new HttpProblem(404, "album-unknown", `No album is called "${slug}"`);
    const isWhole = query.manifest !== false;
    // Where it is wrong is told in any case.
    const isRead = manifest !== undefined && (isWhole || manifest.isBroken);
    const read = isRead ? readManifestDetail(settings, manifest.file) : undefined;
    const detail = isWhole ? read : undefined;
    const observed = row && (await catalog.findRow("album", row.id));
    return {
      status: 200,
      body: {
        ...(row === undefined
          ? describeDeclared(manifest as IndexedManifest, standing)
          : describeAlbum(row, standing)),
        labels: row === undefined ? [] : await catalog.countLabels(row.id),
        etag: detail?.etag ?? null,
        text: detail?.text ?? null,
        declared: detail?.declared ?? null,
        observed: observed === undefined ? null : { id: observed.id, ...observed.fields },
        drift: await listDrift(formatAddress("album", slug), standing, wait),
        diagnostics: read?.diagnostics ?? [],
      },
    };
  },
};

interface AlbumRow {
  readonly state: string | null;
}

function describeAlbum(row: CatalogAlbum, standing: Standing): AlbumRow {
  const { entry, cover, id, address, name, isPublic, type, isTrainingSource, template, images, covered } =
    row;
  const manifest = findManifest("album", entry.slug, entry.manifest, standing);
  return {
    ...{ id, address, name, isPublic, type, isTrainingSource, template, images, covered, cover },
    slug: entry.slug,
    description: entry.description,
    file: manifest?.shown ?? null,
    state: stateOf(address, manifest, standing),
  } as AlbumRow;
}

function describeDeclared(manifest: IndexedManifest, standing: Standing): AlbumRow {
  const { slug, name, description, isPublic, type, template, shown } = manifest;
  const address = slug === null ? null : formatAddress("album", slug);
  return {
    ...{ id: null, address: null, name, isPublic, type, isTrainingSource: false, template, images: 0 },
    ...{ covered: null, cover: null, slug, description, file: shown },
    state: stateOf(address, manifest, standing),
  } as AlbumRow;
}

function readFilter({ text, type, template, public: isPublic }: Parameters) {
  return {
    ...(typeof text === "string" && { text }),
    ...(typeof type === "string" && { type }),
    ...(typeof template === "string" && { template }),
    ...(typeof isPublic === "boolean" && { isPublic }),
  };
}

function fits(
  { slug, name, description, isPublic, type, template }: IndexedManifest,
  query: Parameters,
): boolean {
  const has = (text: string) => text.toLowerCase().includes(String(query.text).toLowerCase());
  return (
    (query.public === undefined || isPublic === query.public) &&
    (query.type === undefined || type === query.type) &&
    (query.template === undefined || template === query.template) &&
    (query.text === undefined || [slug ?? "", name, description].some(has))
  );
}
