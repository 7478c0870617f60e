import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Database from "better-sqlite3";
import { PROJECT_DIR } from "../support/paths.js";
import { serveProject, type TestServer } from "../support/running-server.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

interface Page {
  readonly items: readonly { readonly [key: string]: unknown }[];
  readonly total: number;
  readonly nextCursor: string | null;
}

let workspace: Workspace;
let server: TestServer;

before(async () => {
  workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
  const { status, stderr } = await workspace.run("sync apply --yes");
  assert.equal(status, 0, stderr);
  server = await serveProject(workspace.dir);
});
after(async () => {
  await server.close();
  workspace.remove();
});

const list = async (path: string) => (await server.get(path)).json<Page>();
const ids = async (query: string) => (await list(`/api/v1/images${query}`)).items.map(({ id }) => id);

/** Lets other programs write while the server reads. */
function write(sql: string): void {
  const database = new Database(join(workspace.dir, "data/albums.db"));
  database.exec(sql);
  database.close();
}

describe("reading over HTTP", () => {
  it("shows what sync ls shows, and where it is declared", async () => {
    const ls = JSON.parse((await workspace.run("sync ls albums --json")).stdout) as readonly object[];
    const albums = await list("/api/v1/albums");
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
        const page: Page = await list(`/api/v1/images${query}${cursor && `&cursor=${cursor}`}`);
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
      const rows = JSON.parse((await workspace.run(`sync ls images ${word} --json`)).stdout || "[]");
      const [name = "", value] = word.includes(":") ? word.split(":") : ["text", word];
      const answer = value === "yes" ? "true" : value === "no" ? "false" : String(value);
      const expected = rows.map(({ id }: { id: number }) => id).sort();
      assert.deepEqual((await ids(`?${name}=${answer}`)).sort(), expected, word);
      const all = (await server.get(`/api/v1/images/ids?${name}=${answer}`)).json<{
        ids: number[];
        total: number;
      }>();
      assert.deepEqual(all.ids.sort(), expected, word);
      assert.equal(all.total, expected.length);
    }
  });

  it("leaves out what the manifest of an album says where it is not wanted", async () => {
    const path = "/api/v1/albums/singles%2Fwalks";
    const whole = (await server.get(path)).json();
    assert.match(String(whole.text), /^kind: album/);
    const short = (await server.get(`${path}?manifest=false`)).json();
    assert.deepEqual(short, { ...whole, text: null, declared: null, etag: null, diagnostics: [] });
  });

  it("sees at once what others commit, and names drift by field", async () => {
    write("UPDATE albums SET name = 'Renamed' WHERE album_type = 'singles'");
    const album = (await server.get("/api/v1/albums/singles%2Fwalks")).json();
    assert.equal(album.name, "Renamed");
    assert.equal(album.state, "drifted");
    assert.deepEqual(album.drift, [{ field: "name", declared: "Walks", observed: "Renamed" }]);
    const status = JSON.parse((await workspace.run("sync status --json")).stdout);
    const { pending } = (await server.get("/api/v1/status")).json();
    assert.deepEqual(pending, status.pending);
    const plan = (await server.get("/api/v1/plan")).json();
    assert.equal(plan.planId, JSON.parse((await workspace.run("sync plan --json")).stdout).planId);
    assert.equal(plan.drift, 1);
    write("UPDATE albums SET name = 'Walks' WHERE album_type = 'singles'");
    assert.equal((await server.get("/api/v1/albums/singles%2Fwalks")).json().state, "in-sync");
  });

  it("goes on with a manifest that is broken on disk, and shows it with its diagnostics", async () => {
    const file = join(workspace.dir, "manifests/sets/elements.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("name:", "nmae:"));
    const broken = (await server.get("/api/v1/templates/elements")).json();
    assert.equal(broken.state, "invalid");
    assert.equal(broken.declared, null);
    assert.match(String(broken.text), /nmae/);
    assert.ok(JSON.stringify(broken.diagnostics).includes("manifests/sets/elements.yaml"));
    assert.equal((await list("/api/v1/albums")).items[0]?.state, "unknown");
    const plan = (await server.get("/api/v1/plan")).json();
    assert.equal(plan.planId, null);
    assert.notDeepEqual(plan.diagnostics, []);
    assert.equal((await server.get("/api/v1/images")).status, 200);
    writeFileSync(file, ": : :\n\t- ");
    const read = (await server.get("/api/v1/files?path=manifests/sets/elements.yaml")).json();
    assert.equal(read.text, ": : :\n\t- ");
    assert.notDeepEqual(read.diagnostics, []);
    writeFileSync(file, text);
    assert.equal((await server.get("/api/v1/templates/elements")).json().state, "in-sync");
  });

  it("lists templates that only a manifest declares as pending, and their prompts", async () => {
    const folder = join(workspace.dir, "manifests/sets");
    const file = join(folder, "moods.yaml");
    writeFileSync(
      file,
      'kind: set-template\nslug: moods\nname: Moods\nprompt_template: "{mood} sky"\nitems:\n  key: "{mood}"\n  rows:\n    - mood: calm\n    - mood: wild\n',
    );
    const { items } = await list("/api/v1/templates?text=moods");
    assert.deepEqual(
      items.map(({ slug, id, state, items: count }) => [slug, id, state, count]),
      [["moods", null, "pending", 2]],
    );
    const prompts = (await server.get("/api/v1/templates/moods/prompts?theme=ink")).json<Page>();
    assert.deepEqual(
      prompts.items.map(({ prompt }) => prompt),
      ["Art style: ink. calm sky", "Art style: ink. wild sky"],
    );
    const coverage = (await server.get("/api/v1/templates/moods/coverage")).json();
    assert.deepEqual(coverage, { items: ["calm", "wild"], albums: [] });
    rmSync(file);
    assert.equal((await list("/api/v1/templates?text=moods")).total, 0);
  });

  it("gives the cells of a template's table with their lines", async () => {
    const csv = (await server.get("/api/v1/templates/elements")).json().csv as { [key: string]: unknown };
    assert.equal(csv.file, "data/sets/elements.csv");
    assert.deepEqual(csv.header, ["element", "mood"]);
    assert.deepEqual((csv.rows as string[][]).at(-1), ["Fire", "bright, hungry"]);
    assert.deepEqual(csv.rowLines, [2, 3, 4]);
  });

  it("hands out only files of the estate", async () => {
    mkdirSync(join(workspace.dir, "secrets"), { recursive: true });
    writeFileSync(join(workspace.dir, "secrets/keys.yaml"), "password: 1\n");
    for (const path of [
      "secrets/keys.yaml",
      "sync.config.yaml",
      "../x.yaml",
      "/etc/passwd",
      "data/albums.db",
      "manifests",
      "manifests/sets/../../secrets/keys.yaml",
    ])
      assert.equal((await server.get(`/api/v1/files?path=${encodeURIComponent(path)}`)).status, 404, path);
    assert.equal((await server.get("/api/v1/files?path=data/sets/elements.csv")).status, 200);
  });

  it("lists nothing private without the token", async () => {
    write("UPDATE images SET is_public = (id = 2); UPDATE albums SET is_public = 0");
    const open = async (path: string) => (await server.send(path)).json<Page>();
    assert.deepEqual(
      (await open("/api/v1/images")).items.map(({ id }) => id),
      [2],
    );
    assert.equal((await open("/api/v1/images?public=false")).total, 0);
    assert.equal((await open("/api/v1/images?album=singles/walks")).total, 0);
    assert.deepEqual((await server.send("/api/v1/images/ids")).json().ids, [2]);
    assert.equal((await open("/api/v1/albums")).total, 0);
    assert.equal((await open("/api/v1/templates")).total, 0);
    writeFileSync(
      join(workspace.dir, "manifests/draft.yaml"),
      "kind: album\nslug: draft\nname: Draft\npublic: true\nimages: []\n",
    );
    assert.equal((await list("/api/v1/albums?text=draft")).total, 1);
    assert.equal((await open("/api/v1/albums")).total, 0);
    assert.equal((await open("/api/v1/albums?public=false")).total, 0);
    rmSync(join(workspace.dir, "manifests/draft.yaml"));
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
      assert.equal((await server.send(path)).status, 404, path);
    assert.equal((await server.send("/api/v1/images/2/file")).status, 200);
    assert.deepEqual((await open("/api/v1/images")).items[0]?.albums, []);
    for (const path of [
      "/api/v1/plan",
      "/api/v1/status",
      "/api/v1/runs",
      "/api/v1/discover",
      "/api/v1/events",
      "/api/v1/albums/singles%2Fwalks",
    ])
      assert.equal((await server.send(path)).status, 401, path);
    write("UPDATE images SET is_public = 1");
  });

  it("answers as the backend does", async () => {
    const { albums, ...page } = (await server.get("/api/albums?per_page=1&is_set_template=1")).json<{
      albums: { [key: string]: unknown }[];
    }>();
    assert.deepEqual(page, { total: 1, page: 1, per_page: 1, pages: 1 });
    assert.equal(albums[0]?.is_set_template, true);
    assert.equal(typeof albums[0]?.csv_data, "string");
    assert.equal(albums[0]?.template_item_count, JSON.parse(String(albums[0]?.csv_data)).length);
    assert.equal((await server.get("/api/albums?is_set_template=0")).json().total, 1);
    assert.equal((await server.get("/api/albums?page=nonsense&other=1")).json().page, 1);
    const images = (await server.get("/api/images?nsfw=hide&per_page=1&page=2")).json<{
      images: unknown[];
    }>();
    assert.equal(images.images.length, 1);
    const missing = await server.get("/api/images/999");
    assert.equal(missing.status, 404);
    assert.deepEqual(Object.keys(missing.json()), ["error"]);
    assert.deepEqual((await server.send("/api/auth/me")).json(), { authenticated: false });
    assert.equal((await server.get("/api/auth/me")).json().is_admin, true);
  });

  it("finds what nobody owns", async () => {
    write(`INSERT INTO albums (id, name, album_type, is_public, created_at) VALUES (90, 'Found', 'upload', 1, '2026-01-01 00:00:00.000000');
      INSERT INTO images (id, filename, file_path, created_at) VALUES (91, 'loose.png', '/elsewhere/loose.png', '2026-01-01 00:00:00.000000');
      INSERT INTO album_images (id, album_id, image_id, created_at) VALUES (92, 90, 91, '2026-01-01 00:00:00.000000')`);
    const { albums, images, totalImages } = (await server.get("/api/v1/discover")).json();
    assert.deepEqual(albums, [
      { id: 90, kind: "album", name: "Found", slug: null, type: "upload", images: 1, shown: [91] },
    ]);
    assert.deepEqual([images, totalImages], [[91], 1]);
    const detail = (await server.get("/api/v1/albums/90")).json();
    assert.equal(detail.state, "undeclared");
  });

  it("shows a project whose database is absent, gone and back", async (t) => {
    const fresh = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
    const own = await serveProject(fresh.dir);
    t.after(async () => {
      await own.close();
      fresh.remove();
    });
    const total = async () => (await own.get("/api/v1/images")).json<Page>().total;
    assert.equal(await total(), 0);
    assert.equal((await own.get("/api/v1/albums")).json<Page>().items[0]?.state, "pending");
    assert.equal((await own.get("/api/albums")).json<Page>().total, 0);
    await fresh.run("sync apply --yes --no-thumbnails");
    assert.equal(await total(), 3);
    await fresh.run("rm data/albums.db*");
    assert.equal(await total(), 0);
    await fresh.run("sync apply --yes --no-thumbnails");
    assert.equal(await total(), 3);
    assert.deepEqual(own.bugs, []);
  });

  it("writes nothing", async (t) => {
    const fresh = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
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
