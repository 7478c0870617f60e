import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { serveProject } from "../support/running-server.js";
import { makeFixture, type Page, serveFixture } from "../support/served-fixture.js";

const fixture = serveFixture();

const ids = async (query: string) => (await fixture.list(`/api/v1/images${query}`)).items.map(({ id }) => id);

describe("reading over HTTP", () => {
  it("shows what sync ls shows, and where it is declared", async () => {
    const ls = JSON.parse((await fixture.workspace.run("sync ls albums --json")).stdout) as readonly object[];
    const albums = await fixture.list("/api/v1/albums?wait=true");
    assert.equal(albums.total, ls.length);
    for (const [index, row] of ls.entries())
      for (const [key, value] of Object.entries(row))
        assert.deepEqual(albums.items[index]?.[key], value, key);
    assert.equal(albums.items[0]?.file, "manifests/albums/walks.yaml");
    assert.equal(albums.items[0]?.state, "in-sync");
  });

  it("lists an album in its order, everything else with the newest first, page by page", async () => {
    assert.deepEqual(await ids("?album=singles/walks"), [1, 2, 3]);
    assert.deepEqual(await ids(""), [3, 2, 1]);
    for (const query of ["?limit=1", "?album=singles/walks&limit=1"]) {
      const seen: unknown[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page: Page = await fixture.list(`/api/v1/images${query}${cursor && `&cursor=${cursor}`}`);
        assert.equal(page.total, 3);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      assert.deepEqual(seen, query.includes("album") ? [1, 2, 3] : [3, 2, 1]);
    }
    assert.deepEqual(await ids("?limit=2&offset=2"), [1]);
    assert.deepEqual(await ids("?offset=3"), []);
  });

  it("gives the filters of sync ls images", async () => {
    const words = [
      "label:hill",
      "nsfw:no",
      "nsfw:yes",
      "public:no",
      "lora:x",
      "template:elements",
      "type:singles",
      "HILL",
      "item:Fire",
    ];
    for (const word of words) {
      const rows = JSON.parse((await fixture.workspace.run(`sync ls images ${word} --json`)).stdout || "[]");
      const [name = "", value] = word.includes(":") ? word.split(":") : ["text", word];
      const answer = value === "yes" ? "true" : value === "no" ? "false" : String(value);
      const expected = rows.map(({ id }: { id: number }) => id).sort();
      assert.deepEqual((await ids(`?${name}=${answer}`)).sort(), expected, word);
      const all = (await fixture.server.get(`/api/v1/images/ids?${name}=${answer}`)).json<{
        ids: number[];
        total: number;
      }>();
      assert.deepEqual(all.ids.sort(), expected, word);
      assert.equal(all.total, expected.length);
    }
  });

  it("leaves out what the manifest of an album says where it is not wanted", async () => {
    const path = "/api/v1/albums/singles%2Fwalks";
    const whole = (await fixture.server.get(path)).json();
    assert.match(String(whole.text), /^kind: album/);
    const short = (await fixture.server.get(`${path}?manifest=false`)).json();
    assert.deepEqual(short, { ...whole, text: null, declared: null, etag: null, diagnostics: [] });
  });

  it("gives the cells of a template's table with their lines", async () => {
    const csv = (await fixture.server.get("/api/v1/templates/elements")).json().csv as {
      [key: string]: unknown;
    };
    assert.equal(csv.file, "data/sets/elements.csv");
    assert.deepEqual(csv.header, ["element", "mood"]);
    assert.deepEqual((csv.rows as string[][]).at(-1), ["Fire", "bright, hungry"]);
    assert.deepEqual(csv.rowLines, [2, 3, 4]);
  });

  it("finds what nobody owns", async () => {
    fixture.write(`INSERT INTO albums (id, name, album_type, is_public, created_at) VALUES (90, 'Found', 'upload', 1, '2026-01-01 00:00:00.000000');
      INSERT INTO images (id, filename, file_path, created_at) VALUES (91, 'loose.png', '/elsewhere/loose.png', '2026-01-01 00:00:00.000000');
      INSERT INTO album_images (id, album_id, image_id, created_at) VALUES (92, 90, 91, '2026-01-01 00:00:00.000000')`);
    const { albums, images, totalImages } = (await fixture.server.get("/api/v1/discover")).json();
    assert.deepEqual(albums, [
      { id: 90, kind: "album", name: "Found", slug: null, type: "upload", images: 1, shown: [91] },
    ]);
    assert.deepEqual([images, totalImages], [[91], 1]);
    const detail = (await fixture.server.get("/api/v1/albums/90")).json();
    assert.equal(detail.state, "undeclared");
  });

  it("writes nothing", async (t) => {
    const fresh = makeFixture();
    t.after(() => fresh.remove());
    await fresh.run("sync apply --yes");
    const sum = async () =>
      (await fresh.run("find . -type f ! -name '*-shm' ! -name '*-wal' | sort | xargs sha256sum")).stdout;
    const before = await sum();
    const own = await serveProject(fresh.dir);
    for (const path of [
      "status",
      "plan",
      "templates",
      "albums",
      "images",
      "runs",
      "discover",
      "images/1/thumbnail",
      "images/1/file",
      "templates/elements",
    ])
      assert.equal((await own.get(`/api/v1/${path}`)).status, 200, path);
    await own.close();
    assert.equal(await sum(), before);
  });
});
