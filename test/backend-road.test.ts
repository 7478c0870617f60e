import assert from "node:assert/strict";
import { readdirSync, renameSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import { makeBackendProject } from "./support/backend-project.js";
import { GENERATIONS } from "./support/generations.js";
import { writeFiles } from "./support/project.js";

/** A project whose files stay where the backend has them. */
const IN_PLACE = {
  "manifests/.gitkeep": "",
  "sync.config.yaml":
    "estate: main\ndatabase: sqlite:data/albums.db\nmanifests: [manifests]\nassets: { root: outputs }\n",
};
const MARKER = "outputs/.album-sync-root";

describe("a database of the backend whose files stay where they are", () => {
  for (const marks of ["init -q", "adopt --all"])
    it(`is adopted and applied after sync ${marks} made the marker`, async (t) => {
      const project = await makeBackendProject(t, "A");
      writeFiles(project.dir, IN_PLACE);
      const marked = await project.succeed(`sync ${marks}`);
      assert.match(marked.stdout, new RegExp(`(made|\\+) ${MARKER}`));
      const rest = ["init -q", ...(marks.startsWith("init") ? ["adopt --all"] : []), "db migrate"];
      for (const line of [...rest, "apply --yes", "plan --detailed-exitcode"])
        await project.succeed(`sync ${line}`);
      assert.deepEqual(readdirSync(join(project.dir, "data/thumbnails")).length, 4);
    });

  it("names sync init while the marker lacks, which is all that it takes", async (t) => {
    const project = await makeBackendProject(t, "B");
    writeFiles(project.dir, IN_PLACE);
    for (const line of ["init -q", "db migrate", "adopt --all"]) await project.succeed(`sync ${line}`);
    rmSync(join(project.dir, MARKER));
    const refused = await project.run("sync apply --yes");
    assert.equal(refused.status, 5);
    assert.match(refused.stderr, /asset-root-missing\] The asset root outputs holds no .*\n.*run sync init/);
    await project.succeed("sync init -q");
    await project.succeed("sync apply --yes");
  });

  it("gets no marker where the folder is empty, as a disk that is not mounted is", async (t) => {
    const project = await makeBackendProject(t, "A");
    writeFiles(project.dir, IN_PLACE);
    renameSync(join(project.dir, "outputs"), join(project.dir, "elsewhere"));
    await project.succeed("mkdir outputs && sync init -q && sync adopt --all");
    assert.deepEqual(readdirSync(join(project.dir, "outputs")), []);
  });
});

describe("the copy before a migration", () => {
  for (const generation of GENERATIONS)
    it(`of generation ${generation} holds nothing of ours`, async (t) => {
      const project = await makeBackendProject(t, generation);
      await project.succeed("sync init -q && sync db migrate");
      const names = readdirSync(join(project.dir, "data")).filter((name) => /before-migration/.test(name));
      assert.equal(names.length, 1);
      const copy = new Database(join(project.dir, "data", String(names[0])), { readonly: true });
      const ours = copy.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'sync%'").all();
      copy.close();
      assert.deepEqual(ours, []);
    });

  it("is not left behind when another run holds the lock", async (t) => {
    const project = await makeBackendProject(t, "A");
    await project.succeed("sync init -q && sync db migrate && rm data/*before-migration*");
    project.query("DELETE FROM sync_migrations WHERE number > 6 RETURNING 1");
    project.query(
      "INSERT INTO sync_lock VALUES (1, 'x', 'ana', 'there', 'apply', '2000', '9999') RETURNING 1",
    );
    assert.equal((await project.run("sync db migrate --lock-timeout 0")).status, 7);
    assert.deepEqual(
      readdirSync(join(project.dir, "data")).filter((name) => /before-migration/.test(name)),
      [],
    );
  });
});

describe("rows that were deleted in the UI", () => {
  it("are restored only when their files are back, and each missing file is named first", async (t) => {
    const project = await makeBackendProject(t, "C");
    writeFiles(project.dir, IN_PLACE);
    for (const line of ["init -q", "db migrate", "adopt --all", "apply --yes"])
      await project.succeed(`sync ${line}`);
    await project.succeed("cp -r outputs kept");
    const gone = [1, 2].map((id) => relative(project.dir, project.deleteImage(id)));
    for (const line of ["plan", "apply --yes", "apply --yes --assets none"]) {
      const refused = await project.run(`sync ${line} --restore all`);
      assert.equal(refused.status, 3, line);
      const text = refused.stdout + refused.stderr;
      for (const file of gone) {
        assert.ok(text.includes(`${file} is gone`), text);
        assert.ok(text.includes(`git checkout -- '${file}'`), text);
      }
      assert.equal(text.match(/error\[restored-file-missing\]/g)?.length, 2);
    }
    assert.deepEqual(project.query("SELECT id FROM images WHERE filename LIKE 'card_deck%'"), []);
    await project.succeed("cp kept/* outputs && sync apply --yes --restore all");
    assert.equal(project.query("SELECT id FROM images WHERE filename LIKE 'card_deck%'").length, 2);
    await project.succeed("sync plan --detailed-exitcode");
  });

  it("leave no record to bring up to date once that is done, also while their album is blocked", async (t) => {
    const project = await makeBackendProject(t, "C");
    for (const line of ["init -q", "db migrate", "adopt --all", "apply --yes"])
      await project.succeed(`sync ${line}`);
    project.query("DELETE FROM album_images WHERE album_id = 1 RETURNING 1");
    project.query("DELETE FROM albums WHERE id = 1 RETURNING 1");
    await project.succeed("sync apply --yes --skip-blocked");
    const plan = await project.succeed("sync plan");
    assert.match(plan.stdout, /1 blocked/);
    assert.doesNotMatch(plan.stdout, /brought up to date/);
  });
});
