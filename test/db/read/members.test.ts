import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import { mustWrite, open, openMigrated, runSql } from "../../support/database.js";
import { onEachDatabase } from "../../support/each-database.js";
import { createGeneration, GENERATIONS } from "../../support/generations.js";
import { inside } from "../../support/observation.js";
import { insertAlbum, insertImage, linkImage } from "../../support/steps.js";
import { makeTempDir } from "../../support/temp-dir.js";

const NONE: ReadonlySet<number> = new Set();

onEachDatabase("findMembers", (kind) => {
  it("gives the rows of albums of every generation, each once, with bytes and links", async (t) => {
    for (const generation of GENERATIONS) {
      const file = join(makeTempDir(t), "albums.db");
      createGeneration(file, generation, { shuffled: true });
      const handle = await open(t, file, "read");
      const members = await inside(handle, (observation) => observation.findMembers([1, 2], NONE));
      assert.deepEqual(
        members.map(({ row, filePath, sha256 }) => [row.id, row.guard, filePath, sha256]),
        [
          [1, "card_deck_20251013_213519__ace.png"],
          [2, "card_deck_20251013_213519__two.png"],
          [7, "zodiac__leo.png"],
        ].map(([id, name]) => [id, name, `/srv/outputs/${name}`, `hash of /srv/outputs/${name}`]),
      );
      assert.deepEqual(
        members.map(({ row }) => row.links.map(({ rowId }) => rowId)),
        [[1], [1], [2]],
      );
    }
  });

  it("leaves out rows that any estate has recorded, released ones too, and those that are taken", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertAlbum("a"), insertImage("a.png"), linkImage("a.png", "a", 0)]);
    await mustWrite(handle, [insertAlbum("b"), insertImage("b.png")], { estate: "other" });
    const add = (id: number) => {
      const insert = "INSERT INTO images (id, filename, file_path) VALUES (?, ?, ?)";
      runSql(handle, insert, id, `${id}.png`, `/x/${id}.png`);
      runSql(handle, "INSERT INTO album_images (album_id, image_id) VALUES (1, ?)", id);
    };
    runSql(handle, "INSERT INTO album_images (album_id, image_id) VALUES (1, 2)");
    add(8);
    add(9);
    const list = (except = NONE) =>
      inside(handle, async (observation) =>
        (await observation.findMembers([1], except)).map(({ row }) => row.id),
      );
    assert.deepEqual(await list(), [8, 9]);
    assert.deepEqual(await list(new Set([8])), [9]);
    runSql(handle, "UPDATE sync_objects SET state = 'released' WHERE estate = 'main' AND kind = 'image'");
    assert.deepEqual(await list(), [8, 9]);
    // The row that was recorded is gone; another has its id.
    runSql(handle, "UPDATE images SET filename = 'upload.png' WHERE id = 2");
    assert.deepEqual(await list(), [2, 8, 9]);
  });

  it("answers for more albums and rows than one statement can bind", async (t) => {
    const handle = await openMigrated(t, kind);
    const count = 1300;
    const series = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
    runSql(handle, `${series} INSERT INTO albums (id, name) SELECT i, 'album ' || i FROM n`);
    runSql(
      handle,
      `${series} INSERT INTO images (id, filename, file_path) SELECT i, i || '.png', '/x' FROM n`,
    );
    runSql(
      handle,
      `${series} INSERT INTO album_images (album_id, image_id) SELECT i, ${count + 1} - i FROM n`,
    );
    const albums = Array.from({ length: count }, (_, index) => index + 1);
    const members = await inside(handle, (observation) => observation.findMembers(albums, NONE));
    assert.deepEqual(
      members.map(({ row }) => row.id),
      albums,
    );
  });
});
