import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { listenTo } from "../support/event-stream.js";
import { serveProject } from "../support/running-server.js";
import { makeFixture, type Page, serveFixture } from "../support/served-fixture.js";

const fixture = serveFixture();

describe("states over HTTP", () => {
  it("are null until the plan is known, which an event tells; nothing else waits for it", async (t) => {
    const own = await serveProject(fixture.workspace.dir);
    t.after(() => own.close());
    const rows = async (path: string) => (await own.get(path)).json<Page>().items;
    const [first] = await rows("/api/v1/albums");
    assert.deepEqual([first?.name, first?.state, first?.images], ["Walks", null, 3]);
    const page = (await own.get("/api/v1/templates/elements")).json();
    assert.deepEqual([page.state, page.drift], [null, null]);
    assert.match(String(page.text), /^kind: set-template/);
    await (await listenTo(t, own)).wait(/event: plan\ndata: {"planId":"[0-9a-f]{64}"}/);
    const known = (await own.get("/api/v1/templates/elements")).json();
    assert.deepEqual([known.state, known.drift], ["in-sync", []]);
    // Also told to who listens later.
    await (await listenTo(t, own)).wait(/event: plan/);
    const file = join(fixture.workspace.dir, "manifests/sets/elements.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, `${text}# edited\n`);
    assert.equal((await rows("/api/v1/templates"))[0]?.state, null);
    writeFileSync(file, text);
  });

  it("are known where a filter or `wait` asks for them", async (t) => {
    for (const path of ["/api/v1/albums?state=in-sync", "/api/v1/templates?wait=true"]) {
      const own = await serveProject(fixture.workspace.dir);
      t.after(() => own.close());
      const { items } = (await own.get(path)).json<Page>();
      assert.deepEqual(
        items.map(({ state }) => state),
        ["in-sync"],
        path,
      );
    }
  });

  it("come with drift as soon as the plan is at hand again", async (t) => {
    fixture.write("UPDATE albums SET name = 'Renamed' WHERE album_type = 'singles'");
    const own = await serveProject(fixture.workspace.dir);
    t.after(() => own.close());
    const path = "/api/v1/albums/singles%2Fwalks";
    assert.equal((await own.get(path)).json().drift, null);
    await (await listenTo(t, own)).wait(/event: plan/);
    const { state, drift } = (await own.get(path)).json();
    assert.deepEqual(
      [state, drift],
      ["drifted", [{ field: "name", declared: "Walks", observed: "Renamed" }]],
    );
    fixture.write("UPDATE albums SET name = 'Walks' WHERE album_type = 'singles'");
  });

  it("are invalid, with file and place, for a manifest that is no YAML any more or lost its name", async () => {
    for (const [path, page, declared] of [
      ["manifests/sets/elements.yaml", "/api/v1/templates/elements", true],
      ["manifests/albums/walks.yaml", "/api/v1/albums/singles%2Fwalks", true],
      ["manifests/sets/new.yaml", "/api/v1/templates/moods", false],
    ] as const) {
      const file = join(fixture.workspace.dir, path);
      const text = declared ? readFileSync(file, "utf8") : "kind: set-template\nslug: 'moods' # new\n";
      // Of what was never applied only the lines of its text tell the name.
      for (const broken of [
        `${text}\n: : :\n\t- `,
        ...(declared ? [text.replace("slug:", "slgu:"), "%"] : []),
      ]) {
        writeFileSync(file, broken);
        for (const query of ["", "?wait=true"]) {
          const { state, file: shown, diagnostics } = (await fixture.server.get(page + query)).json();
          assert.deepEqual([state, shown], ["invalid", path], broken);
          const [first] = diagnostics as { source: { file: string; line: number } }[];
          assert.equal(first?.source.file, path);
          assert.ok((first?.source.line ?? 0) > 0);
        }
      }
      if (declared) writeFileSync(file, text);
      else rmSync(file);
    }
  });

  it("sees at once what others commit, and names drift by field", async () => {
    fixture.write("UPDATE albums SET name = 'Renamed' WHERE album_type = 'singles'");
    const album = (await fixture.server.get("/api/v1/albums/singles%2Fwalks?wait=true")).json();
    assert.equal(album.name, "Renamed");
    assert.equal(album.state, "drifted");
    assert.deepEqual(album.drift, [{ field: "name", declared: "Walks", observed: "Renamed" }]);
    const status = JSON.parse((await fixture.workspace.run("sync status --json")).stdout);
    const { pending } = (await fixture.server.get("/api/v1/status")).json();
    assert.deepEqual(pending, status.pending);
    const plan = (await fixture.server.get("/api/v1/plan")).json();
    assert.equal(plan.planId, JSON.parse((await fixture.workspace.run("sync plan --json")).stdout).planId);
    assert.equal(plan.drift, 1);
    fixture.write("UPDATE albums SET name = 'Walks' WHERE album_type = 'singles'");
    assert.equal(
      (await fixture.server.get("/api/v1/albums/singles%2Fwalks?wait=true")).json().state,
      "in-sync",
    );
  });

  it("goes on with a manifest that is broken on disk, and shows it with its diagnostics", async () => {
    const file = join(fixture.workspace.dir, "manifests/sets/elements.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("name:", "nmae:"));
    const broken = (await fixture.server.get("/api/v1/templates/elements?wait=true")).json();
    assert.equal(broken.state, "invalid");
    assert.equal(broken.declared, null);
    assert.match(String(broken.text), /nmae/);
    assert.ok(JSON.stringify(broken.diagnostics).includes("manifests/sets/elements.yaml"));
    assert.equal((await fixture.list("/api/v1/albums?wait=true")).items[0]?.state, "unknown");
    const plan = (await fixture.server.get("/api/v1/plan")).json();
    assert.equal(plan.planId, null);
    assert.notDeepEqual(plan.diagnostics, []);
    assert.equal((await fixture.server.get("/api/v1/images")).status, 200);
    writeFileSync(file, ": : :\n\t- ");
    const read = (await fixture.server.get("/api/v1/files?path=manifests/sets/elements.yaml")).json();
    assert.equal(read.text, ": : :\n\t- ");
    assert.notDeepEqual(read.diagnostics, []);
    writeFileSync(file, text);
    assert.equal((await fixture.server.get("/api/v1/templates/elements?wait=true")).json().state, "in-sync");
  });

  it("lists templates that only a manifest declares as pending, and their prompts", async () => {
    const folder = join(fixture.workspace.dir, "manifests/sets");
    const file = join(folder, "moods.yaml");
    writeFileSync(
      file,
      'kind: set-template\nslug: moods\nname: Moods\nprompt_template: "{mood} sky"\nitems:\n  key: "{mood}"\n  rows:\n    - mood: calm\n    - mood: wild\n',
    );
    const { items } = await fixture.list("/api/v1/templates?text=moods&wait=true");
    assert.deepEqual(
      items.map(({ slug, id, state, items: count }) => [slug, id, state, count]),
      [["moods", null, "pending", 2]],
    );
    const prompts = (await fixture.server.get("/api/v1/templates/moods/prompts?theme=ink")).json<Page>();
    assert.deepEqual(
      prompts.items.map(({ prompt }) => prompt),
      ["Art style: ink. calm sky", "Art style: ink. wild sky"],
    );
    const coverage = (await fixture.server.get("/api/v1/templates/moods/coverage")).json();
    assert.deepEqual(coverage, { items: ["calm", "wild"], albums: [] });
    rmSync(file);
    assert.equal((await fixture.list("/api/v1/templates?text=moods&wait=true")).total, 0);
  });

  it("shows a project whose database is absent, gone and back", async (t) => {
    const fresh = makeFixture();
    const own = await serveProject(fresh.dir);
    t.after(async () => {
      await own.close();
      fresh.remove();
    });
    const total = async () => (await own.get("/api/v1/images")).json<Page>().total;
    assert.equal(await total(), 0);
    assert.equal((await own.get("/api/v1/albums?wait=true")).json<Page>().items[0]?.state, "pending");
    assert.equal((await own.get("/api/albums")).json<Page>().total, 0);
    await fresh.run("sync apply --yes --no-thumbnails");
    assert.equal(await total(), 3);
    await fresh.run("rm data/albums.db*");
    assert.equal(await total(), 0);
    await fresh.run("sync apply --yes --no-thumbnails");
    assert.equal(await total(), 3);
    assert.deepEqual(own.bugs, []);
  });
});
