import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Reply } from "./route.js";

/** On every answer: nothing of it may be guessed at, framed or used by other sites. */
const COMMON_HEADERS: { readonly [name: string]: string } = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "cache-control": "no-store",
};

/** Sends an answer; of one to HEAD only the headers. */
export function send(response: ServerResponse, { status, headers = {}, body }: Reply, isHead: boolean): void {
  const isJson = typeof body === "object" && !(body instanceof Uint8Array) && !(body instanceof Readable);
  // Texts go out as they are: a buffer for each answer keeps the garbage collector busier than the answer itself.
  const content = isJson ? JSON.stringify(body) : body;
  const length =
    typeof content === "string"
      ? Buffer.byteLength(content)
      : content instanceof Uint8Array
        ? content.length
        : undefined;
  response.writeHead(status, {
    ...COMMON_HEADERS,
    ...(isJson && { "content-type": "application/json" }),
    ...headers,
    ...(length !== undefined && { "content-length": String(length) }),
  });
  if (isHead || content === undefined) response.end();
  else if (content instanceof Readable) pipe(content, response);
  else response.end(content);
}

function pipe(body: Readable, response: ServerResponse): void {
  response.once("close", () => body.destroy());
  body.once("error", () => response.destroy());
  response.flushHeaders();
  body.pipe(response);
}
