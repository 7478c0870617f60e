import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { sha256Of } from "../../files/hash.js";
import { PACKAGE_DIR } from "../../files/own-package.js";
import { readFile } from "../../files/regular-file.js";
import { attempt } from "../../files/system-error.js";
import { isSame } from "../http/etag.js";
import type { Reply } from "../http/route.js";

const TYPES: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".txt": "text/plain; charset=utf-8",
};

/** Nothing from elsewhere, nothing inline, no form and no frame. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

/** Names that the build gives by content: `app-5f3a91bc.js`. */
const HASHED = /-[0-9a-f]{8}\.\w+$/;

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>sync serve</title>
<h1>The web app is not built</h1>
<p>This installation has no dist/ui. Run <code>npm run build</code>, then reload. The API works: <a href="/openapi.json">openapi.json</a>.</p>
</html>
`;

/** The folder of the built web app in this package. */
const UI_FOLDER = join(PACKAGE_DIR, "dist/ui");

/**
 * Answers a GET for a path that the API does not have: a file of the web app, or its page for a path without an extension,
 * which the app itself understands. Undefined when there is none. Only files that stand in the folder are ever opened: a
 * path is looked up among their names.
 */
export function findPage(
  path: string,
  ifNoneMatch: string | undefined,
  folder = UI_FOLDER,
): Reply | undefined {
  const names = listFiles(folder);
  if (!names.has("index.html")) return extname(path) === "" ? pageReply(200, NOT_BUILT) : undefined;
  const name = path.slice(1);
  if (names.has(name) && name !== "index.html") return fileReply(join(folder, name), name, ifNoneMatch);
  return extname(path) === "" ? fileReply(join(folder, "index.html"), "index.html", ifNoneMatch) : undefined;
}

/** A page of a few words. */
export function pageReply(status: number, html: string): Reply {
  return {
    status,
    headers: { "content-type": TYPES[".html"] as string, "content-security-policy": PAGE_POLICY },
    body: html,
  };
}

function listFiles(folder: string): ReadonlySet<string> {
  const names = attempt(
    () => readdirSync(folder, { recursive: true, encoding: "utf8" }),
    () => [],
  );
  return new Set(names.map((name) => name.split("\\").join("/")).filter((name) => extname(name) in TYPES));
}

function fileReply(file: string, name: string, ifNoneMatch: string | undefined): Reply {
  const bytes = readFile(file);
  const etag = `"${sha256Of(bytes).slice(0, 32)}"`;
  const headers = {
    etag,
    "cache-control": HASHED.test(name) ? "private, max-age=31536000, immutable" : "no-cache",
    "content-type": TYPES[extname(name)] as string,
    "content-security-policy": PAGE_POLICY,
  };
  if (isSame(ifNoneMatch, etag)) return { status: 304, headers };
  return { status: 200, headers, body: bytes };
}
