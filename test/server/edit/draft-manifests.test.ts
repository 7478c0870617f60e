import assert from "node:assert/strict";
import { realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import type Database from "better-sqlite3";
import fc from "fast-check";
import { adoptRows, draftAdoption } from "../../../src/engine/adopt.js";
import { addAlbum, addImage, addLink, dumpRows, NOW, open } from "../../support/adopt-project.js";
import { readTree } from "../../support/collect-project.js";
import { applyAll, openQuietly } from "../../support/edit-project.js";
import { makePictureProject } from "../../support/picture-project.js";
import { drawNoise } from "../../support/pictures.js";
import { LAW_OPTIONS, LAW_RUNS } from "../../support/runs.js";
import { hashTree } from "../../support/tree-hash.js";
import { post, serve } from "../../support/write-requests.js";

const DRAFT = "/api/v1/discover/draft";
const PICTURES = 5;

/** A project that is applied, with further pictures in its asset root that only rows of albums will know. */
async function makeFound(t: TestContext): Promise<{ readonly dir: string; readonly files: string[] }> {
  const pictures = await Promise.all(
    Array.from({ length: PICTURES + 1 }, (_, seed) =>
      drawNoise(8, 8, seed + 1)
        .png()
        .toBuffer(),
    ),
  );
  const [declared = Buffer.of(), ...found] = pictures;
  const dir = realpathSync(makePictureProject(t, [{ file: "a.png", bytes: declared }]));
  await applyAll(await openQuietly(dir));
  const files = found.map((bytes, index) => {
    const file = join(dir, "data/legacy", `found-${index}.png`);
    writeFileSync(file, bytes);
    return file;
  });
  return { dir, files };
}

function addTemplate(database: Database.Database, name: string, items: string): number {
  const statement = database.prepare(
    "INSERT INTO albums (name, album_type, is_public, is_set_template, is_training_source, csv_data, prompt_template, created_at) VALUES (?, 'set', 1, 1, 0, ?, '{name}', ?)",
  );
  return Number(statement.run(name, items, NOW).lastInsertRowid);
}

/** Texts of the manifests by path. */
const manifestsIn = (dir: string) =>
  new Map([...readTree(join(dir, "manifests"))].map(([path, bytes]) => [path, bytes.toString()]));

/** Removes what adoption writes. */
function removeAdopted(dir: string): void {
  for (const folder of ["adopted", "sets"])
    rmSync(join(dir, "manifests", folder), { recursive: true, force: true });
}

interface Found {
  readonly name: string;
  /** Null: a set template. */
  readonly type: string | null;
  readonly members: readonly number[];
  readonly isWanted: boolean;
}

const FOUND: fc.Arbitrary<readonly Found[]> = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom("Trip", "Trip 2", "Été à Nice", "“Odd”: name #1", "art show", "日本", "no: yes"),
    type: fc.constantFrom("upload", "collection", "deck", "odd", null),
    members: fc.uniqueArray(fc.nat(PICTURES - 1)),
    isWanted: fc.boolean(),
  }),
  { selector: ({ name }) => name, minLength: 1 },
);

describe("drafting manifests over HTTP", () => {
  it("gives the bytes that sync adopt writes, whose plan takes the rows over", async (t) => {
    const { dir, files } = await makeFound(t);
    const server = await serve(t, dir);
    const database = open(dir);
    t.after(() => database.close());
    const before = manifestsIn(dir);
    const [lastAlbum, lastImage] = ["albums", "images"].map((table) =>
      database.prepare(`SELECT MAX(id) FROM ${table}`).pluck().get(),
    );
    const clear = () => {
      database.exec(`DELETE FROM album_images WHERE album_id > ${lastAlbum};
        DELETE FROM labels WHERE image_id > ${lastImage}; DELETE FROM images WHERE id > ${lastImage};
        DELETE FROM albums WHERE id > ${lastAlbum}`);
    };
    await fc.assert(
      fc
        .asyncProperty(FOUND, async (found) => {
          const images = files.map((file, index) =>
            addImage(database, undefined, index, `found-${index}.png`, file),
          );
          const ids = found.map(({ name, type, members }) => {
            if (type === null) return addTemplate(database, name, '[{"name":"Io"}]');
            const album = addAlbum(database, name, type);
            for (const [index, member] of members.entries())
              addLink(database, album, Number(images[member]), index);
            return album;
          });
          const rows = dumpRows(database);
          const albums = ids.filter((_, at) => found[at]?.isWanted);
          if (albums.length === 0) return;
          const { edits } = await post(server, DRAFT, { albums });
          const preview = await post(server, "/api/v1/preview", { edits });
          const { undo, planId } = await post(server, "/api/v1/save", { edits });
          const saved = manifestsIn(dir);
          const taken = new Set(
            found.flatMap(({ type, members, isWanted }) => (isWanted && type !== null ? members : [])),
          );
          assert.deepEqual(preview.diagnostics, []);
          assert.equal(preview.planId, planId);
          const { counts, blocked } = preview.plan;
          assert.deepEqual(
            [counts.create, counts.update, counts.adopt, blocked],
            [0, 0, albums.length + taken.size, []],
          );
          await post(server, "/api/v1/undo", { undo });
          assert.deepEqual(manifestsIn(dir), before);
          const project = await openQuietly(dir);
          const { addresses } = await draftAdoption(project, new Set(albums), new AbortController().signal);
          assert.deepEqual((await post(server, DRAFT, { albums: addresses })).edits, edits);
          await adoptRows(project, { wanted: new Set(addresses), loose: false, write: true });
          assert.deepEqual(saved, manifestsIn(dir));
          assert.deepEqual(dumpRows(database), rows);
        })
        .beforeEach(clear)
        .afterEach(() => removeAdopted(dir)),
      // Each case makes two plans over HTTP.
      { ...LAW_OPTIONS, numRuns: Math.ceil(LAW_RUNS / 40) },
    );
  });

  it("writes nothing, and says what the manifest leaves out", async (t) => {
    const { dir, files } = await makeFound(t);
    const server = await serve(t, dir);
    const database = open(dir);
    t.after(() => database.close());
    const album = addAlbum(database, "Trip", "upload");
    addImage(database, album, 0, "found-0.png", String(files[0]));
    addImage(database, album, 1, "gone.png", join(dir, "data/legacy/gone.png"));
    const damaged = addTemplate(database, "Damaged", "[{");
    const was = hashTree(dir);
    const { edits, diagnostics } = await post(server, DRAFT, { albums: [album] });
    assert.deepEqual(
      edits.map(({ file, etag }: { file: string; etag: unknown }) => [file, etag]),
      [["manifests/adopted/trip.yaml", null]],
    );
    assert.deepEqual(
      diagnostics.map(({ severity, code }: { severity: string; code: string }) => [severity, code]),
      [
        ["warning", "file-missing"],
        ["warning", "images-left-out"],
      ],
    );
    const unreadable = await post(server, DRAFT, { albums: [damaged] });
    assert.deepEqual([unreadable.edits, unreadable.diagnostics[0].code], [[], "column-unreadable"]);
    assert.deepEqual(hashTree(dir), was);
  });

  it("refuses what is no free album, and what takes more than a request may write", async (t) => {
    const { dir, files } = await makeFound(t);
    const server = await serve(t, dir);
    const database = open(dir);
    t.after(() => database.close());
    const owned = Number(database.prepare("SELECT id FROM albums").pluck().get());
    const album = addAlbum(database, "Trip", "upload");
    const image = addImage(database, album, 0, "found-0.png", String(files[0]));
    for (const wrong of [owned, 4711, "album:nowhere", "Trip"])
      assert.match((await post(server, DRAFT, { albums: [album, wrong] }, 404)).detail, RegExp(` ${wrong}$`));
    database.prepare("UPDATE images SET prompt = ? WHERE id = ?").run("x".repeat(2 ** 24), image);
    assert.match((await post(server, DRAFT, { albums: [album] }, 409)).detail, /sync adopt album:trip$/);
    const elsewhere = join(dir, "data/uploads.png");
    writeFileSync(elsewhere, await drawNoise(8, 8, 99).png().toBuffer());
    database
      .prepare("UPDATE images SET prompt = '', file_path = ?, filename = 'uploads.png' WHERE id = ?")
      .run(elsewhere, image);
    const was = hashTree(dir);
    const { code, diagnostics } = await post(server, DRAFT, { albums: ["album:trip"] }, 409);
    assert.equal(code, "adopt-beyond-manifests");
    assert.match(diagnostics[0].summary, /sync\.config\.yaml, data\/\.album-sync-root/);
    assert.match(diagnostics[0].help, /sync adopt album:trip,/);
    assert.deepEqual(hashTree(dir), was);
    writeFileSync(join(dir, "manifests/broken.yaml"), "kind: album\n");
    await post(server, DRAFT, { albums: [album] }, 422);
  });

  it("refuses a row whose manifest was saved and not applied yet", async (t) => {
    const { dir, files } = await makeFound(t);
    const server = await serve(t, dir);
    const database = open(dir);
    t.after(() => database.close());
    const album = addAlbum(database, "Trip", "upload");
    addImage(database, album, 0, "found-0.png", String(files[0]));
    const { edits } = await post(server, DRAFT, { albums: [album] });
    await post(server, "/api/v1/save", { edits });
    const { code, detail } = await post(server, DRAFT, { albums: [album] }, 409);
    assert.deepEqual(
      [code, detail],
      ["adopt-declared", 'album:trip in a manifest takes over "Trip" already'],
    );
    await applyAll(await openQuietly(dir));
    await post(server, DRAFT, { albums: [album] }, 404);
    // A second album of the name is not what the applied manifest declares.
    const second = addAlbum(database, "Trip", "upload");
    const again = await post(server, DRAFT, { albums: [second] });
    assert.equal(again.edits[0].file, "manifests/adopted/trip-2.yaml");
  });

  it("ends at the next picture once nobody waits for it", async (t) => {
    const { dir, files } = await makeFound(t);
    const database = open(dir);
    t.after(() => database.close());
    const album = addAlbum(database, "Trip", "upload");
    for (const [index, file] of files.entries()) addImage(database, album, index, `found-${index}.png`, file);
    const controller = new AbortController();
    const { signal } = controller;
    let asked = 0;
    signal.throwIfAborted = () => {
      if (++asked === 3) controller.abort();
      AbortSignal.prototype.throwIfAborted.call(signal);
    };
    const project = await openQuietly(dir);
    await assert.rejects(draftAdoption(project, new Set([album]), signal), { name: "AbortError" });
    assert.equal(asked, 3);
  });
});
