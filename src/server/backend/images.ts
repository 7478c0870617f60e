import type { Route } from "../http/route.js";
import { findImage, IMAGE_ID } from "../routes/images.js";
import { sendFile, sendThumbnail } from "../routes/pictures.js";
import { list, object, ref } from "../schema/schema.js";
import { lenient, PAGE_MEMBERS, pageMembers, readPage } from "./paging.js";
import { describeImage } from "./shapes.js";

/** Images, the newest first. */
export const listBackendImages: Route = {
  name: "backendListImages",
  method: "GET",
  path: "/api/images",
  summary: "Images, as clients of the backend know them; visibility=public|private, nsfw=hide|show",
  access: "read",
  isOpen: true,
  query: lenient(["page", "per_page", "visibility", "nsfw"]),
  replies: {
    200: {
      description: "A page of images",
      schema: object({ images: list(ref("BackendImage")), ...PAGE_MEMBERS }),
    },
  },
  async handle({ query, isTrusted }, { browser }) {
    const catalog = await browser.openCatalog();
    const { visibility, nsfw } = query;
    const isKnown = visibility === "public" || visibility === "private";
    const paging = readPage(query);
    const filter = {
      ...(isKnown && { isPublic: visibility === "public" }),
      ...(nsfw === "hide" && { isNsfw: false }),
    };
    // Nothing that is private is listed without the token, whatever is asked for.
    const isEmpty = !isTrusted && visibility === "private";
    const page = { offset: (paging.page - 1) * paging.perPage, limit: isEmpty ? 0 : paging.perPage };
    const found = await catalog.listImages(isTrusted ? filter : { ...filter, isPublic: true }, page);
    const total = isEmpty ? 0 : found.total;
    return { status: 200, body: { images: found.rows.map(describeImage), ...pageMembers(total, paging) } };
  },
};

/** One image. */
export const getBackendImage: Route = {
  name: "backendGetImage",
  method: "GET",
  path: "/api/images/{id}",
  summary: "An image, as clients of the backend know it; include=labels",
  access: "read",
  isOpen: true,
  params: IMAGE_ID,
  query: lenient(["include"]),
  replies: { 200: { description: "The image", schema: ref("BackendImage") } },
  async handle({ params, query, isTrusted }, site) {
    const row = await findImage(site, params, isTrusted);
    const hasLabels = String(query.include ?? "")
      .split(",")
      .includes("labels");
    return { status: 200, body: describeImage(hasLabels ? row : { ...row, labels: [] }) };
  },
};

const PICTURE = {
  200: { description: "The bytes", mediaType: "image/*" },
  304: { description: "Still the same" },
};

/** The thumbnail of an image. */
export const getBackendThumbnail: Route = {
  name: "backendGetThumbnail",
  method: "GET",
  path: "/api/images/{id}/thumbnail",
  summary: "The thumbnail of an image",
  access: "read",
  isOpen: true,
  params: IMAGE_ID,
  query: lenient([]),
  replies: PICTURE,
  handle: sendThumbnail,
};

/** The file of an image. */
export const getBackendFile: Route = {
  name: "backendGetFile",
  method: "GET",
  path: "/api/images/{id}/file",
  summary: "The file of an image",
  access: "read",
  isOpen: true,
  params: IMAGE_ID,
  query: lenient([]),
  replies: PICTURE,
  handle: sendFile,
};
