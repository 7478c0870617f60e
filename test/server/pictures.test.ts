import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { serveFixture } from "../support/served-fixture.js";

const HILL = "data/legacy/singles/2025-10/20251001_080000_red_hill.png";

const fixture = serveFixture();

/** Points an image at a path and gives what its file answers. */
async function fileAt(path: string) {
  fixture.write("UPDATE images SET file_path = ? WHERE id = 1", path);
  return fixture.server.get("/api/v1/images/1/file");
}

describe("pictures over HTTP", () => {
  it("come byte for byte, with their type and what keeps a browser from more", async () => {
    for (const path of ["/api/v1/images/1/file", "/api/images/1/file"]) {
      const { status, headers, bytes } = await fixture.server.get(path);
      assert.equal(status, 200);
      assert.deepEqual(bytes, readFileSync(join(fixture.workspace.dir, HILL)));
      assert.equal(headers["content-type"], "image/png");
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["content-security-policy"], "default-src 'none'; sandbox");
      assert.match(String(headers["content-disposition"]), /^inline; filename\*=UTF-8''singles__/);
    }
  });

  it("are asked for again by their content", async () => {
    const { headers, bytes } = await fixture.server.get("/api/v1/images/1/file");
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    assert.equal(headers.etag, `"${sha256}"`);
    assert.equal(headers["cache-control"], "private, no-cache");
    const authorization = `Bearer ${fixture.server.token}`;
    for (const tag of [headers.etag, `"x", W/${headers.etag}`, "*"]) {
      const again = await fixture.server.send("/api/v1/images/1/file", {
        headers: { authorization, "if-none-match": tag },
      });
      assert.equal(again.status, 304);
      assert.equal(again.bytes.length, 0);
    }
    const other = await fixture.server.send("/api/v1/images/1/file", {
      headers: { authorization, "if-none-match": '"x"' },
    });
    assert.equal(other.status, 200);
  });

  it("may be kept for ever at the URL that a list gives, and at no other", async () => {
    const [row] = (await fixture.server.get("/api/v1/images?album=singles/walks")).json<{
      items: { thumbnailUrl: string; fileUrl: string }[];
    }>().items;
    for (const url of [row?.thumbnailUrl ?? "", row?.fileUrl ?? ""]) {
      assert.match(url, /\?v=[0-9a-f]{16}$/);
      assert.match(String((await fixture.server.get(url)).headers["cache-control"]), /immutable/);
      const other = url.replace(/v=.*/, "v=0000000000000000");
      assert.equal((await fixture.server.get(other)).headers["cache-control"], "private, no-cache");
    }
  });

  it("have thumbnails; one that is missing is made for the answer and not written", async () => {
    const file = join(fixture.workspace.dir, "data/thumbnails/2.webp");
    const stored = await fixture.server.get("/api/v1/images/2/thumbnail");
    assert.deepEqual(stored.bytes, readFileSync(file));
    assert.equal(stored.headers["content-type"], "image/webp");
    rmSync(file);
    const made = await fixture.server.get("/api/images/2/thumbnail");
    assert.equal(made.status, 200);
    assert.equal(made.bytes.toString("latin1", 8, 12), "WEBP");
    assert.throws(() => readFileSync(file), /ENOENT/);
  });

  it("are sent as attachments when a browser must not show them", async () => {
    const folder = join(fixture.workspace.dir, "data/legacy/singles");
    for (const text of [
      "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
      "<html><script>alert(1)</script>",
      "",
    ]) {
      writeFileSync(join(folder, "odd.png"), text);
      const { status, headers } = await fileAt(join(folder, "odd.png"));
      assert.equal(status, 200);
      assert.equal(headers["content-type"], "application/octet-stream");
      assert.match(String(headers["content-disposition"]), /^attachment/);
      assert.equal((await fixture.server.get("/api/v1/images/3/thumbnail")).status, 200);
    }
  });

  it("are never read outside the asset roots, also through links, and a thumbnail is not made of one", async () => {
    const outside = join(fixture.workspace.dir, "outside.png");
    const png = readFileSync(join(fixture.workspace.dir, HILL));
    writeFileSync(outside, png);
    const link = join(fixture.workspace.dir, "data/legacy/link.png");
    symlinkSync(outside, link);
    const folder = join(fixture.workspace.dir, "data/legacy/folder");
    symlinkSync(fixture.workspace.dir, folder);
    rmSync(join(fixture.workspace.dir, "data/thumbnails/1.webp"), { force: true });
    for (const path of [
      outside,
      link,
      join(folder, "outside.png"),
      join(fixture.workspace.dir, "data/legacy/../../outside.png"),
      "outside.png",
      "../outside.png",
      "/etc/passwd",
      "/dev/zero",
      join(fixture.workspace.dir, "data/legacy"),
      "",
    ]) {
      assert.equal((await fileAt(path)).status, 404, path);
      assert.equal((await fixture.server.get("/api/v1/images/1/thumbnail")).status, 404, path);
    }
    assert.equal((await fileAt(join(fixture.workspace.dir, HILL))).status, 200);
    assert.deepEqual(fixture.server.bugs, []);
  });
});
