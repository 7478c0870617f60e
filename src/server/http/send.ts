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

/** Sends an answer; of one to HEAD only the headers. Ends when all of it is handed over, or the client is gone. */
export function send(response: ServerResponse, { status, headers = {}, body }: Reply, isHead: boolean): void {
  const isJson = typeof body === "object" && !(body instanceof Uint8Array) && !(body instanceof Readable);
  const bytes = isJson
    ? Buffer.from(JSON.stringify(body))
    : typeof body === "string"
      ? Buffer.from(body)
      : body;
  response.writeHead(status, {
    ...COMMON_HEADERS,
    ...(isJson && { "content-type": "application/json" }),
    ...headers,
    ...(bytes instanceof Uint8Array && { "content-length": String(bytes.length) }),
  });
  if (isHead || bytes === undefined) response.end();
  else if (bytes instanceof Readable) pipe(bytes, response);
  else response.end(bytes);
}

function pipe(body: Readable, response: ServerResponse): void {
  response.once("close", () => body.destroy());
  body.once("error", () => response.destroy());
  response.flushHeaders();
  body.pipe(response);
}
