import {
  makeThumbnail,
  type PictureBytes,
  readPicture,
  readThumbnailFile,
} from "../../engine/browse/pictures.js";
import { sha256Of } from "../../files/hash.js";
import { isSame } from "../http/etag.js";
import { HttpProblem } from "../http/problem.js";
import type { Reply, Route, RouteRequest } from "../http/route.js";
import { parameters, TEXT } from "../schema/schema.js";
import type { Site } from "../site/site.js";
import { findImage, IMAGE_ID } from "./images.js";

/** `v`: of a URL that names these bytes; the answer may then be kept for ever. */
const VERSION = parameters({ v: TEXT });

const PICTURE = {
  200: { description: "The bytes", mediaType: "image/*" },
  304: { description: "Still the same" },
};

/** The thumbnail of an image; of one that has none a small picture that is made for this answer. */
export const getThumbnail: Route = {
  name: "getThumbnail",
  method: "GET",
  path: "/api/v1/images/{id}/thumbnail",
  summary: "The thumbnail of an image",
  access: "read",
  isOpen: true,
  params: IMAGE_ID,
  query: VERSION,
  replies: PICTURE,
  handle: sendThumbnail,
};

/** The file of an image. */
export const getFile: Route = {
  name: "getImageFile",
  method: "GET",
  path: "/api/v1/images/{id}/file",
  summary: "The file of an image; what is no PNG, JPEG, WebP, GIF or AVIF as attachment",
  access: "read",
  isOpen: true,
  params: IMAGE_ID,
  query: VERSION,
  replies: PICTURE,
  handle: sendFile,
};

export async function sendThumbnail(request: RouteRequest, site: Site): Promise<Reply> {
  const row = await findImage(site, request.params, request.isTrusted);
  const { settings } = await site.openProject();
  const stored = readThumbnailFile(settings, row.id);
  if (stored?.mediaType != null) return pictureReply(stored, row.thumbnailSha256, request);
  const servedFrom = await (await site.browser.openCatalog()).readServedFrom();
  const made = await makeThumbnail(settings, row, servedFrom).catch(() => undefined);
  if (made === undefined)
    throw new HttpProblem(404, "thumbnail-missing", "There is no thumbnail, nor a picture to make it of");
  return pictureReply({ bytes: made, mediaType: "image/webp" }, null, request);
}

export async function sendFile(request: RouteRequest, site: Site): Promise<Reply> {
  const row = await findImage(site, request.params, request.isTrusted);
  const { settings } = await site.openProject();
  const servedFrom = await (await site.browser.openCatalog()).readServedFrom();
  const picture = readPicture(settings, row, servedFrom);
  if (picture === undefined)
    throw new HttpProblem(
      404,
      "file-missing",
      "The file of this image is missing, or lies outside the asset roots",
    );
  const reply = pictureReply(picture, row.sha256, request);
  const name = encodeURIComponent(row.filename).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  );
  const how = picture.mediaType === null ? "attachment" : "inline";
  return {
    ...reply,
    headers: { ...reply.headers, "content-disposition": `${how}; filename*=UTF-8''${name}` },
  };
}

function pictureReply(
  { bytes, mediaType }: PictureBytes,
  recorded: string | null,
  { headers: received, query }: RouteRequest,
): Reply {
  const sha256 = sha256Of(bytes);
  const etag = `"${sha256}"`;
  const isNamed = recorded === sha256 && query.v === sha256.slice(0, 16);
  const headers = {
    etag,
    "cache-control": isNamed ? "private, max-age=31536000, immutable" : "private, no-cache",
    "content-type": mediaType ?? "application/octet-stream",
    "content-security-policy": "default-src 'none'; sandbox",
  };
  return isSame(received["if-none-match"], etag)
    ? { status: 304, headers }
    : { status: 200, headers, body: bytes };
}
