import { PAGE_LIMIT } from "../http/paging.js";
import type { Route } from "../http/route.js";
import { COUNT, list, nullable, object, parameters, TEXT } from "../schema/schema.js";

const ID = { type: "integer" };

/** What the database holds and nobody owns. */
export const discover: Route = {
  name: "discover",
  method: "GET",
  path: "/api/v1/discover",
  summary:
    "Albums and images that no manifest of any estate declares: what `sync adopt` can write manifests of",
  access: "read",
  query: parameters({ limit: PAGE_LIMIT }),
  replies: {
    200: {
      description: "Rows without an owner; images with the newest first",
      schema: object({
        albums: list(
          object({
            id: ID,
            kind: { enum: ["album", "set-template"] },
            name: TEXT,
            slug: nullable(TEXT),
            type: nullable(TEXT),
            images: COUNT,
            shown: list(ID),
          }),
        ),
        images: list(ID),
        totalImages: COUNT,
      }),
    },
  },
  async handle({ query }, { browser }) {
    const catalog = await browser.openCatalog();
    const { albums, images, totalImages } = await catalog.listUnowned(Number(query.limit ?? 100));
    return { status: 200, body: { albums: await catalog.describeUnowned(albums), images, totalImages } };
  },
};
