import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { findPage } from "../../src/server/pages/static-files.js";
import { PROJECT_DIR } from "../support/paths.js";

const BUILT = join(PROJECT_DIR, "dist/ui");
let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "album-sync-ui-"));
  mkdirSync(join(folder, "chunks"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>app");
  writeFileSync(join(folder, "app-5f3a91bc.js"), "1");
  writeFileSync(join(folder, "chunks/editor-0123cdef.js"), "2");
  writeFileSync(join(folder, "chunks/grid-helpers.js"), "3");
  writeFileSync(join(folder, "style.css"), "3");
  writeFileSync(join(folder, "notes.map"), "4");
});
after(() => rmSync(folder, { recursive: true, force: true }));

const find = (path: string, ifNoneMatch?: string) => findPage(path, ifNoneMatch, folder);

describe("files of the web app", () => {
  it("answers paths of pages with the one page, which is asked for again each time", () => {
    for (const path of ["/", "/templates", "/templates/decks%2Fcard-deck", "/albums/a/b"]) {
      const page = find(path);
      assert.equal(page?.status, 200, path);
      assert.equal(String(page?.body), "<!doctype html>app");
      assert.equal(page?.headers?.["cache-control"], "no-cache");
      assert.equal(page?.headers?.["content-type"], "text/html; charset=utf-8");
    }
  });

  it("lets browsers keep files whose names tell their content, and only these", () => {
    for (const path of ["/app-5f3a91bc.js", "/chunks/editor-0123cdef.js"]) {
      assert.match(find(path)?.headers?.["cache-control"] ?? "", /immutable/);
      assert.match(find(path)?.headers?.["content-type"] ?? "", /^text\/javascript/);
    }
    for (const path of ["/style.css", "/chunks/grid-helpers.js"])
      assert.equal(find(path)?.headers?.["cache-control"], "no-cache", path);
  });

  it("lets browsers keep every script and style of the build", () => {
    const kept = readdirSync(BUILT, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(?:js|css)$/.test(name))
      .sort();
    assert.ok(kept.some((name) => name.startsWith("app-")) && kept.some((name) => name.endsWith(".css")));
    for (const name of kept)
      assert.match(
        findPage(`/${name}`, undefined, BUILT)?.headers?.["cache-control"] ?? "",
        /immutable/,
        name,
      );
  });

  it("says that a file is still the same", () => {
    const etag = find("/style.css")?.headers?.etag;
    assert.equal(find("/style.css", etag)?.status, 304);
    assert.equal(find("/style.css", '"other"')?.status, 200);
  });

  it("has no other files", () => {
    for (const path of [
      "/notes.map",
      "/missing.js",
      "/../index.html",
      "/chunks/../app-5f3a91bc.js",
      "//etc/passwd.txt",
    ])
      assert.equal(find(path), undefined, path);
  });

  it("says that the web app is not built where it is not", () => {
    const empty = join(folder, "empty");
    assert.match(String(findPage("/", undefined, empty)?.body), /not built/);
    assert.equal(findPage("/app.js", undefined, empty), undefined);
  });
});
