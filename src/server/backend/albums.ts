import { HttpProblem } from "../http/problem.js";
import type { Route } from "../http/route.js";
import { list, object, parameters, ref } from "../schema/schema.js";
import { lenient, PAGE_MEMBERS, pageMembers, readPage, readSwitch } from "./paging.js";
import { describeAlbums, describeImage } from "./shapes.js";

const PAGE_OF_ALBUMS = object({ albums: list(ref("BackendAlbum")), ...PAGE_MEMBERS });

/** Albums and set templates, the newest first. */
export const listBackendAlbums: Route = {
  name: "backendListAlbums",
  method: "GET",
  path: "/api/albums",
  summary: "Albums and set templates, as clients of the backend know them",
  access: "read",
  isOpen: true,
  query: lenient(["page", "per_page", "album_type", "is_set_template"]),
  replies: { 200: { description: "A page of albums", schema: PAGE_OF_ALBUMS } },
  async handle({ query, isTrusted }, { browser }) {
    const catalog = await browser.openCatalog();
    const isWanted = readSwitch(query.is_set_template);
    const visible = isTrusted ? {} : { isPublic: true };
    const rows = [
      ...(isWanted === true ? [] : await catalog.listAlbums(visible)),
      ...(isWanted === false ? [] : await catalog.listTemplates(visible)),
    ]
      .filter(({ entry }) => query.album_type === undefined || entry.type === query.album_type)
      .sort((a, b) => b.id - a.id);
    const paging = readPage(query);
    const start = (paging.page - 1) * paging.perPage;
    const albums = await describeAlbums(catalog, rows.slice(start, start + paging.perPage));
    return { status: 200, body: { albums, ...pageMembers(rows.length, paging) } };
  },
};

/** More images than an album has. */
const ALL_IMAGES = 1e9;

/** One album or set template with its images. */
export const getBackendAlbum: Route = {
  name: "backendGetAlbum",
  method: "GET",
  path: "/api/albums/{id}",
  summary: "An album with its images, as clients of the backend know it",
  access: "read",
  isOpen: true,
  params: parameters({ id: { type: "integer", minimum: 0 } }, ["id"]),
  query: lenient(["include_labels"]),
  replies: { 200: { description: "The album", schema: ref("BackendAlbumDetail") } },
  async handle({ params, query, isTrusted }, { browser }) {
    const catalog = await browser.openCatalog();
    const visible = isTrusted ? {} : { isPublic: true };
    const rows = [...(await catalog.listAlbums(visible)), ...(await catalog.listTemplates(visible))];
    const row = rows.find(({ id }) => id === params.id);
    if (row === undefined) throw new HttpProblem(404, "album-unknown", "Album not found");
    const [album] = await describeAlbums(catalog, [row]);
    const { rows: images } = await catalog.listImages({ albumId: row.id, ...visible }, { limit: ALL_IMAGES });
    const hasLabels = readSwitch(query.include_labels) === true;
    const described = images.map((image) => describeImage(hasLabels ? image : { ...image, labels: [] }));
    return { status: 200, body: { ...album, images: described } };
  },
};

/** Albums that training may take images from. */
export const listTrainingAlbums: Route = {
  name: "backendListTrainingAlbums",
  method: "GET",
  path: "/api/training/albums",
  summary: "Albums that are training sources, as clients of the backend know them",
  access: "read",
  isOpen: true,
  query: lenient([]),
  replies: { 200: { description: "The albums", schema: object({ albums: list(ref("BackendAlbum")) }) } },
  async handle({ isTrusted }, { browser }) {
    const catalog = await browser.openCatalog();
    const rows = await catalog.listAlbums(isTrusted ? {} : { isPublic: true });
    const sources = rows.filter(({ isTrainingSource }) => isTrainingSource);
    return { status: 200, body: { albums: await describeAlbums(catalog, sources) } };
  },
};
