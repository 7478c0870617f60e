import type { Catalog, ImagePage } from "../../engine/browse/catalog.js";
import { PAGE_PARAMETERS, pageOf, readPaging } from "../http/paging.js";
import { HttpProblem } from "../http/problem.js";
import type { Parameters, Route } from "../http/route.js";
import { COUNT, FLAG, list, object, parameters, ref, type Schema, TEXT } from "../schema/schema.js";
import type { Site } from "../site/site.js";

type ImageRow = ImagePage["rows"][number];

const FILTER: { readonly [name: string]: Schema } = {
  album: { ...TEXT, description: "Slug or name" },
  type: { ...TEXT, description: "Type of an album" },
  template: TEXT,
  item: TEXT,
  label: TEXT,
  lora: TEXT,
  nsfw: FLAG,
  public: FLAG,
  text: TEXT,
};

/** Images of the database, everybody's. */
export const listImages: Route = {
  name: "listImages",
  method: "GET",
  path: "/api/v1/images",
  summary: "Images: those of one album in its order, others with the newest first",
  access: "read",
  isOpen: true,
  query: parameters({ ...FILTER, ...PAGE_PARAMETERS, offset: { ...COUNT, maximum: 1e9 } }),
  replies: { 200: { description: "A page of images", schema: pageOf(ref("Image")) } },
  async handle({ query, isTrusted }, { browser }) {
    const catalog = await browser.openCatalog();
    const filter = await readFilter(query, isTrusted, catalog);
    const offset = typeof query.offset === "number" ? { offset: query.offset } : {};
    const { rows, total, next } =
      filter === undefined ? EMPTY : await catalog.listImages(filter, { ...readPaging(query), ...offset });
    const items = rows.map((row) => describeImage(row, isTrusted));
    return { status: 200, body: { items, total, nextCursor: next === null ? null : String(next) } };
  },
};

/** The ids of all images that fit: to select them all, and to lay out a grid. */
export const listImageIds: Route = {
  name: "listImageIds",
  method: "GET",
  path: "/api/v1/images/ids",
  summary: "Row ids of all images that fit, in the order of the list",
  access: "read",
  isOpen: true,
  query: parameters(FILTER),
  replies: {
    200: { description: "The ids", schema: object({ ids: list({ type: "integer" }), total: COUNT }) },
  },
  async handle({ query, isTrusted }, { browser }) {
    const catalog = await browser.openCatalog();
    const filter = await readFilter(query, isTrusted, catalog);
    const ids = filter === undefined ? [] : await catalog.listImageIds(filter);
    return { status: 200, body: { ids, total: ids.length } };
  },
};

export const IMAGE_ID = parameters({ id: { type: "integer", minimum: 0 } }, ["id"]);

/** One image. */
export const getImage: Route = {
  name: "getImage",
  method: "GET",
  path: "/api/v1/images/{id}",
  summary: "An image: what its manifest declares, and what jobs set",
  access: "read",
  isOpen: true,
  params: IMAGE_ID,
  replies: { 200: { description: "The image", schema: ref("ImageDetail") } },
  async handle({ params, isTrusted }, site) {
    const row = await findImage(site, params, isTrusted);
    const catalog = await site.browser.openCatalog();
    const observed = isTrusted ? await catalog.findRow("image", row.id) : undefined;
    const declared = isTrusted && row.address !== null ? await catalog.listDeclaredFields(row.address) : [];
    return {
      status: 200,
      body: {
        ...describeImage(row, isTrusted),
        sha256: row.sha256,
        labelRows: row.labels.map(({ text, type, confidence }) => ({ text, type, confidence })),
        observed: observed === undefined ? null : { id: observed.id, ...observed.fields },
        declaredFields: declared,
      },
    };
  },
};

/** The row of the image that a path names. Throws 404 for none, and for a private one without the token. */
export async function findImage(
  { browser }: Site,
  { id }: Parameters,
  isTrusted: boolean,
): Promise<ImageRow> {
  const catalog = await browser.openCatalog();
  const [row] = await catalog.findImages([Number(id)]);
  if (row === undefined || !(isTrusted || row.isPublic))
    throw new HttpProblem(404, "image-unknown", `There is no image ${id}`);
  return row;
}

const EMPTY: ImagePage = { rows: [], total: 0, next: null };

/** The filter of a query; without the token only public images fit. Undefined where nothing can: in a private album. */
async function readFilter(query: Parameters, isTrusted: boolean, catalog: Catalog) {
  const { album, nsfw, public: isPublic } = query;
  if (!isTrusted && isPublic === false) return undefined;
  if (!isTrusted && album !== undefined) {
    const albums = await catalog.listAlbums({ isPublic: true });
    if (!albums.some(({ entry, name }) => entry.slug === album || name === album)) return undefined;
  }
  const texts = ["album", "type", "template", "item", "label", "lora", "text"] as const;
  return {
    ...Object.fromEntries(texts.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]]))),
    ...(typeof nsfw === "boolean" && { isNsfw: nsfw }),
    ...(typeof isPublic === "boolean" && { isPublic }),
    ...(!isTrusted && { isPublic: true }),
  };
}

/** One literal: there are a hundred of these in an answer. */
function describeImage(row: ImageRow, isTrusted: boolean): object {
  const albums = isTrusted ? row.albums : row.albums.filter(({ isPublic }) => isPublic);
  const url = `/api/v1/images/${row.id}`;
  return {
    id: row.id,
    address: row.address,
    filename: row.filename,
    prompt: row.prompt,
    negativePrompt: row.negativePrompt,
    seed: readSeed(row.seed),
    steps: row.steps,
    guidanceScale: row.guidanceScale,
    width: row.width,
    height: row.height,
    loras: readJson(row.loras),
    isNsfw: row.isNsfw,
    isPublic: row.isPublic,
    createdAt: row.createdAt,
    labels: row.labels.map(({ text }) => text),
    item: row.item,
    template: albums.find(({ template }) => template !== null)?.template ?? null,
    albums: albums.map(({ slug, name }) => slug ?? name),
    declaredIn: isTrusted ? row.manifest : null,
    thumbnailUrl: `${url}/thumbnail${versionOf(row.thumbnailSha256)}`,
    fileUrl: `${url}/file${versionOf(row.sha256)}`,
  };
}

/** What makes a URL one of these bytes. */
function versionOf(sha256: string | null): string {
  return sha256 === null ? "" : `?v=${sha256.slice(0, 16)}`;
}

function readSeed(seed: string | null): number | string | null {
  if (seed === null) return null;
  return Number.isSafeInteger(Number(seed)) ? Number(seed) : seed;
}

/** Whatever stands in the column; what is no JSON as text. */
function readJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
