import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type Page, serveFixture } from "../support/served-fixture.js";

const fixture = serveFixture();

describe("what is handed out to whom", () => {
  it("hands out only files of the estate", async () => {
    mkdirSync(join(fixture.workspace.dir, "secrets"), { recursive: true });
    writeFileSync(join(fixture.workspace.dir, "secrets/keys.yaml"), "password: 1\n");
    for (const path of [
      "secrets/keys.yaml",
      "sync.config.yaml",
      "../x.yaml",
      "/etc/passwd",
      "data/albums.db",
      "manifests",
      "manifests/sets/../../secrets/keys.yaml",
    ])
      assert.equal(
        (await fixture.server.get(`/api/v1/files?path=${encodeURIComponent(path)}`)).status,
        404,
        path,
      );
    assert.equal((await fixture.server.get("/api/v1/files?path=data/sets/elements.csv")).status, 200);
  });

  it("lists nothing private without the token", async () => {
    fixture.write("UPDATE images SET is_public = (id = 2); UPDATE albums SET is_public = 0");
    const open = async (path: string) => (await fixture.server.send(path)).json<Page>();
    assert.deepEqual(
      (await open("/api/v1/images")).items.map(({ id }) => id),
      [2],
    );
    assert.equal((await open("/api/v1/images?public=false")).total, 0);
    assert.equal((await open("/api/v1/images?album=singles/walks")).total, 0);
    assert.deepEqual((await fixture.server.send("/api/v1/images/ids")).json().ids, [2]);
    assert.equal((await open("/api/v1/albums")).total, 0);
    assert.equal((await open("/api/v1/templates")).total, 0);
    writeFileSync(
      join(fixture.workspace.dir, "manifests/draft.yaml"),
      "kind: album\nslug: draft\nname: Draft\npublic: true\nimages: []\n",
    );
    assert.equal((await fixture.list("/api/v1/albums?text=draft")).total, 1);
    assert.equal((await open("/api/v1/albums")).total, 0);
    assert.equal((await open("/api/v1/albums?public=false")).total, 0);
    rmSync(join(fixture.workspace.dir, "manifests/draft.yaml"));
    assert.equal((await open("/api/albums")).total, 0);
    assert.equal((await open("/api/images?visibility=private")).total, 0);
    for (const path of [
      "/api/v1/images/1",
      "/api/v1/images/1/file",
      "/api/v1/images/1/thumbnail",
      "/api/images/1",
      "/api/images/1/file",
      "/api/albums/1",
    ])
      assert.equal((await fixture.server.send(path)).status, 404, path);
    assert.equal((await fixture.server.send("/api/v1/images/2/file")).status, 200);
    assert.deepEqual((await open("/api/v1/images")).items[0]?.albums, []);
    for (const path of [
      "/api/v1/plan",
      "/api/v1/status",
      "/api/v1/runs",
      "/api/v1/discover",
      "/api/v1/events",
      "/api/v1/albums/singles%2Fwalks",
    ])
      assert.equal((await fixture.server.send(path)).status, 401, path);
    fixture.write("UPDATE images SET is_public = 1");
  });
});
