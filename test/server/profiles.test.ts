import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, it } from "node:test";
import Database from "better-sqlite3";
import { profileOf } from "../support/database-kinds.js";
import { onBothProfiles } from "../support/each-database.js";
import { createGeneration } from "../support/generations.js";
import { PROJECT_DIR } from "../support/paths.js";
import { serveProject, type TestServer } from "../support/running-server.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

type Row = { readonly [key: string]: unknown };

onBothProfiles("serving set templates", (kind) => {
  let workspace: Workspace;
  let server: TestServer;
  before(async () => {
    workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
    const file = join(workspace.dir, "data/albums.db");
    if (profileOf(kind) === "E") {
      createGeneration(file, "E", { rows: false });
      assert.equal((await workspace.run("sync db migrate")).status, 0);
    }
    const { status, stderr } = await workspace.run("sync apply --yes");
    assert.equal(status, 0, stderr);
    const database = new Database(file);
    database.exec(
      profileOf(kind) === "D"
        ? "INSERT INTO albums (name, album_type, is_set_template, is_public, created_at) VALUES ('Foreign', 'set', 1, 0, 'x')"
        : "INSERT INTO batch_templates (name, csv_path, prompt_template, created_at) VALUES ('Foreign', 'x.csv', '', 'x')",
    );
    database.close();
    server = await serveProject(workspace.dir);
  });
  after(async () => {
    assert.deepEqual(server.bugs, []);
    await server.close();
    workspace.remove();
  });

  it("gives clients of the backend albums and templates apart, each with a number of its own", async () => {
    const list = async (query: string) =>
      (await server.get(`/api/albums${query}`)).json<{ readonly albums: readonly Row[] }>().albums;
    const templates = await list("?is_set_template=1");
    assert.deepEqual(templates.map(({ name }) => name).sort(), ["Foreign", "The elements"]);
    assert.deepEqual(
      (await list("?is_set_template=0")).map(({ name }) => name),
      ["Walks"],
    );
    const all = await list("");
    assert.equal(new Set(all.map(({ id }) => id)).size, 3);
    const elements = templates.find(({ name }) => name === "The elements");
    const { id, created_at, updated_at, ...shown } = elements ?? {};
    assert.deepEqual(
      [shown.album_type, shown.is_public, shown.is_set_template, shown.is_training_source, shown.slug],
      ["set", true, true, false, "elements"],
    );
    assert.deepEqual([shown.generation_config, shown.template_item_count], ['{"slug": "elements"}', 3]);
    const one = (await server.get(`/api/albums/${id}`)).json();
    assert.deepEqual([one.name, one.images], ["The elements", []]);
  });

  it("shows what is declared of a template beside its row, and what nobody owns", async () => {
    const found = (await server.get("/api/v1/templates/elements")).json<{ readonly observed: Row }>();
    assert.deepEqual([found.observed.public, found.observed.slug], [true, "elements"]);
    const { albums } = (await server.get("/api/v1/discover")).json<{ readonly albums: readonly Row[] }>();
    assert.deepEqual(
      albums.map(({ kind, name }) => [kind, name]),
      [["set-template", "Foreign"]],
    );
  });

  it("edits the manifest when a client of the backend updates a template", async () => {
    const albums = (await server.get("/api/albums?is_set_template=1")).json<{
      readonly albums: readonly Row[];
    }>();
    const id = albums.albums.find(({ name }) => name === "The elements")?.id;
    const readSuffix = async () =>
      (await server.get("/api/v1/templates/elements")).json<{ readonly declared: Row }>().declared
        .style_suffix;
    const before = await readSuffix();
    const answer = await server.write("PUT", `/api/albums/${id}`, { style_suffix: "in watercolour" });
    assert.equal(answer.status, 200, answer.text);
    const plan = await workspace.run("sync plan");
    assert.match(plan.stdout, /~ set-template:elements/);
    assert.deepEqual([before, await readSuffix()], ["oil on canvas", "in watercolour"]);
  });
});
