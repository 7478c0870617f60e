import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { serveFixture } from "../support/served-fixture.js";

const fixture = serveFixture();

describe("answers for clients of the backend", () => {
  it("answers as the backend does", async () => {
    const { albums, ...page } = (await fixture.server.get("/api/albums?per_page=1&is_set_template=1")).json<{
      albums: { [key: string]: unknown }[];
    }>();
    assert.deepEqual(page, { total: 1, page: 1, per_page: 1, pages: 1 });
    assert.equal(albums[0]?.is_set_template, true);
    assert.equal(typeof albums[0]?.csv_data, "string");
    assert.equal(albums[0]?.template_item_count, JSON.parse(String(albums[0]?.csv_data)).length);
    assert.equal((await fixture.server.get("/api/albums?is_set_template=0")).json().total, 1);
    assert.equal((await fixture.server.get("/api/albums?page=nonsense&other=1")).json().page, 1);
    const images = (await fixture.server.get("/api/images?nsfw=hide&per_page=1&page=2")).json<{
      images: unknown[];
    }>();
    assert.equal(images.images.length, 1);
    const missing = await fixture.server.get("/api/images/999");
    assert.equal(missing.status, 404);
    assert.deepEqual(Object.keys(missing.json()), ["error"]);
    assert.deepEqual((await fixture.server.send("/api/auth/me")).json(), { authenticated: false });
    assert.equal((await fixture.server.get("/api/auth/me")).json().is_admin, true);
  });
});
