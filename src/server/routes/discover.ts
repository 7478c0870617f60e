import { PAGE_LIMIT } from "../http/paging.js";
import type { Route } from "../http/route.js";
import { COUNT, FLAG, list, nullable, object, parameters, TEXT } from "../schema/schema.js";

const ID = { type: "integer" };

const UNOWNED_ALBUM = object({
  id: ID,
  kind: { enum: ["album", "set-template"] },
  name: TEXT,
  slug: nullable(TEXT),
  type: nullable(TEXT),
  images: COUNT,
  shown: list(ID),
});

/** A folder of the project that `sync collect` has not taken, or not wholly. Paths are relative to the project. */
const UNCOLLECTED_FOLDER = object({
  path: TEXT,
  root: TEXT,
  pictures: COUNT,
  album: nullable(object({ slug: TEXT, name: TEXT, type: TEXT, template: nullable(TEXT) })),
  rule: nullable(TEXT),
});

/** What is there and nobody owns. */
export const discover: Route = {
  name: "discover",
  method: "GET",
  path: "/api/v1/discover",
  summary:
    "Albums and images that no manifest of any estate declares, which `sync adopt` writes manifests of, and legacy folders with pictures that `sync collect` has not taken",
  access: "read",
  query: parameters({ limit: PAGE_LIMIT }),
  replies: {
    200: {
      description: "Rows without an owner, images with the newest first; folders ascending by path",
      schema: object({
        albums: list(UNOWNED_ALBUM),
        images: list(ID),
        totalImages: COUNT,
        folders: list(UNCOLLECTED_FOLDER),
        totalFolders: COUNT,
        foldersPartial: FLAG,
      }),
    },
  },
  async handle({ query }, { browser }) {
    const limit = Number(query.limit ?? 100);
    const catalog = await browser.openCatalog();
    const [{ albums, images, totalImages }, { folders, isPartial }] = await Promise.all([
      catalog.listUnowned(limit),
      browser.listUncollected(),
    ]);
    return {
      status: 200,
      body: {
        albums: await catalog.describeUnowned(albums),
        images,
        totalImages,
        folders: folders.slice(0, limit).map(({ album, ...folder }) => ({
          ...folder,
          album:
            album === null
              ? null
              : {
                  slug: album.slug,
                  name: album.name,
                  type: album.type,
                  template: album.set_template ?? null,
                },
        })),
        totalFolders: folders.length,
        foldersPartial: isPartial,
      },
    };
  },
};
