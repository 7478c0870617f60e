import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import {
  addAlbum,
  addImage,
  addLink,
  dumpRows,
  makeApplied,
  NOW,
  open,
  UPLOADS,
} from "../support/adopt-project.js";
import { readTree, runSync } from "../support/collect-project.js";
import { PROJECT_DIR } from "../support/paths.js";
import { estateIn, makeProject } from "../support/project.js";

describe("sync adopt", () => {
  it("takes over what people made in the UI without changing a field", async (t) => {
    const { dir, uploads } = await makeApplied(t);
    const database = open(dir);
    const album = addAlbum(database, "Summer Trip", "collection");
    const images = UPLOADS.map((name, index) =>
      addImage(database, album, index, `up_${name}`, join(uploads, name)),
    );
    const owned = database.prepare("SELECT id FROM images WHERE filename LIKE '%test_single%'").pluck().get();
    addLink(database, album, Number(owned), 2);
    database
      .prepare(
        "INSERT INTO albums (name, album_type, is_public, is_set_template, is_training_source, csv_data, prompt_template, generation_config, created_at) VALUES ('Moons', 'set', 1, 1, 0, ?, '{name}', ?, ?)",
      )
      .run('[{"name":"Io"},{"name":"Europa"}]', '{"width":512,"sampler":{"name":"x"}}', NOW);
    const rows = dumpRows(database);
    const list = await runSync(dir, ["adopt"]);
    assert.equal(list.stdout, "set-template:moons (0 images)\nalbum:summer-trip (3 images)\n");
    const { status, stdout } = await runSync(dir, ["adopt", "--all"]);
    assert.deepEqual(
      [status, stdout],
      [
        0,
        `+ manifests/sets/moons.yaml: set-template:moons, 0 images\n+ manifests/adopted/summer-trip.yaml: album:summer-trip, 3 images\n${markerLine(dir, uploads)}`,
      ],
    );
    assert.deepEqual(dumpRows(database), rows, "the database is only read");
    assert.match(
      readFileSync(join(dir, "sync.config.yaml"), "utf8"),
      /^estate: main # ours\nassets:.*roots: \[\{ name: uploads, dir: .*uploads \}\]/m,
    );
    assert.equal((await runSync(dir, ["validate", "--assets", "hash"])).status, 0);
    const plan = await runSync(dir, ["plan"]);
    assert.match(
      plan.stdout,
      /Plan: 0 to add, 0 to change, 0 to move, 4 to adopt, 0 to release, 0 to delete, 0 blocked/,
    );
    assert.doesNotMatch(plan.stdout, /^~/m, "our image is in that album already");
    const changes = plan.stdout.split("\n\n").filter((block) => block.startsWith("<="));
    assert.equal(changes.length, 4);
    for (const change of changes)
      assert.equal(change.split("\n").length, 2, `a field would change: ${change}`);
    assert.equal((await runSync(dir, ["apply", "--yes"])).status, 0);
    assert.match((await runSync(dir, ["plan"])).stdout, /^No changes\./);
    const paths = database.prepare("SELECT file_path FROM images WHERE id = ?").pluck();
    assert.deepEqual(
      images.map((id) => paths.get(id)),
      [join(uploads, "first.png"), join(uploads, "second.png")],
    );
    const other = ["--db", "sqlite:data/other.db"];
    assert.equal((await runSync(dir, ["apply", "--yes", ...other])).status, 0, "into a new database");
    const anew = new Database(join(dir, "data/other.db"))
      .prepare("SELECT file_path FROM images WHERE file_path LIKE ?")
      .pluck();
    assert.deepEqual(
      anew.all(`${uploads}/%`).sort(),
      UPLOADS.map((name) => join(uploads, name)),
    );
    assert.equal((await runSync(dir, ["adopt"])).stdout, "Nothing in the database is without an owner.\n");
  });

  it("takes one album by its address and leaves the others", async (t) => {
    const { dir, uploads } = await makeApplied(t);
    const database = open(dir);
    for (const [index, name] of ["One", "Two"].entries()) {
      addImage(
        database,
        addAlbum(database, name, "collection"),
        0,
        `${name}.png`,
        join(uploads, UPLOADS[index] ?? ""),
      );
    }
    const { stdout } = await runSync(dir, ["adopt", "album:two"]);
    assert.equal(stdout, `+ manifests/adopted/two.yaml: album:two, 1 image\n${markerLine(dir, uploads)}`);
    assert.equal((await runSync(dir, ["adopt", "album:three"])).status, 1);
    assert.equal((await runSync(dir, ["adopt", "two"])).status, 64);
  });

  it("leaves out what has no file, no album or no name of its own, and says so", async (t) => {
    const { dir, uploads } = await makeApplied(t);
    const database = open(dir);
    addImage(database, addAlbum(database, "Same", "collection"), 0, "a.png", join(uploads, "first.png"));
    addAlbum(database, "Same", "collection");
    const broken = addAlbum(database, "Broken", "odd");
    addImage(database, broken, 0, "b.png", join(uploads, "gone.png"));
    addImage(database, undefined, 0, "c.png", join(uploads, "first.png"));
    const { stdout, stderr } = await runSync(dir, ["adopt", "--all"]);
    assert.equal(
      stdout,
      `+ manifests/adopted/broken.yaml: album:broken, 0 images\n${markerLine(dir, uploads)}`,
    );
    for (const code of [
      "adopt-ambiguous",
      "file-missing",
      "image-in-no-album",
      "album-type-unknown",
      "images-left-out",
    ]) {
      assert.match(stderr, new RegExp(`warning\\[${code}\\]`));
    }
  });

  it("brings values edited in the database into the manifests that declare them", async (t) => {
    const { dir } = await makeApplied(t);
    const database = open(dir);
    const manifest = join(dir, "manifests/legacy/lora-experiments/lora-tests.yaml");
    const text = readFileSync(manifest, "utf8").replace("images:\n", "# kept\nimages:   # too\n");
    writeFileSync(manifest, text);
    database
      .prepare("UPDATE images SET prompt = 'An owl: awake', steps = 31 WHERE filename LIKE '%test_single%'")
      .run();
    database.prepare("UPDATE albums SET is_public = 1 WHERE name = 'LoRA tests'").run();
    const { stdout } = await runSync(dir, ["adopt", "--drift"]);
    assert.equal(stdout.split("\n").filter((line) => line.startsWith("~")).length, 3);
    const edited = readFileSync(manifest, "utf8").split("\n");
    assert.deepEqual(
      edited.filter((line) => !text.split("\n").includes(line)),
      ["public: true", '    prompt: "An owl: awake"', "    steps: 31"],
    );
    assert.ok(edited.includes("# kept") && edited.includes("images:   # too"));
    assert.match((await runSync(dir, ["plan"])).stdout, /^No changes\./m);
  });

  it("writes down everything that the estate owns", async (t) => {
    const { dir } = await makeApplied(t);
    cpSync(join(PROJECT_DIR, "manifests/sets"), join(dir, "manifests/sets"), { recursive: true });
    cpSync(join(PROJECT_DIR, "data/sets"), join(dir, "data/sets"), { recursive: true });
    await runSync(dir, ["apply", "--yes"]);
    const other = makeProject(t, {});
    cpSync(join(dir, "data"), join(other, "data"), { recursive: true });
    cpSync(join(dir, "sync.config.yaml"), join(other, "sync.config.yaml"));
    assert.equal((await runSync(other, ["adopt", "--owned"])).status, 0);
    const resources = (of: string) =>
      [...estateIn(of).resources].map(({ origin: _origin, ...resource }) => resource);
    assert.deepEqual(resources(other), resources(dir));
    assert.match((await runSync(other, ["plan"])).stdout, /^No changes\./m);
    const before = readTree(join(other, "manifests"));
    assert.match((await runSync(other, ["adopt", "--owned"])).stdout, /^= manifests/);
    assert.deepEqual(readTree(join(other, "manifests")), before);
  });

  it("gives images in no album one by their month when asked, and adds to it the next time", async (t) => {
    const { dir, uploads } = await makeApplied(t);
    const database = open(dir);
    const first = addImage(database, undefined, 0, "one.png", join(uploads, "first.png"));
    assert.equal((await runSync(dir, ["adopt", "--loose"])).status, 64);
    const list = await runSync(dir, ["adopt", "--all", "--loose"]);
    assert.equal(
      list.stdout,
      `+ manifests/adopted/uploads/2025-11.yaml: album:uploads/2025-11, 1 image\n${markerLine(dir, uploads)}`,
      list.stderr,
    );
    const plan = await runSync(dir, ["plan"]);
    assert.match(plan.stdout, /Plan: 1 to add, 0 to change, 0 to move, 1 to adopt/);
    assert.equal((await runSync(dir, ["apply", "--yes"])).status, 0);
    const second = addImage(database, undefined, 1, "two.png", join(uploads, "second.png"));
    await runSync(dir, ["adopt", "--all", "--loose"]);
    assert.match((await runSync(dir, ["plan"])).stdout, /Plan: 0 to add, 0 to change, 0 to move, 1 to adopt/);
    assert.equal((await runSync(dir, ["apply", "--yes"])).status, 0);
    assert.match((await runSync(dir, ["plan"])).stdout, /^No changes\./m);
    const shown = database
      .prepare(
        "SELECT image_id FROM album_images m JOIN albums a ON a.id = m.album_id WHERE a.name = 'Uploads, November 2025'",
      )
      .pluck();
    assert.deepEqual(shown.all(), [first, second]);
  });
});

/** What is printed of the marker that makes a folder of uploads an asset root. */
function markerLine(dir: string, uploads: string): string {
  return `+ ${relative(dir, join(uploads, ".album-sync-root"))}\n`;
}
