import assert from "node:assert/strict";
import { it } from "node:test";
import type { Step } from "../../src/apply/ports.js";
import { mustWrite, openMigrated, querySql, runSql, write } from "../support/database.js";
import { type DatabaseKind, isOnServer } from "../support/database-kinds.js";
import { onEachDatabase } from "../support/each-database.js";
import { meddle } from "../support/meddle.js";
import { assertStale, dumpAll } from "../support/row-target.js";
import { imageAddress, insertAlbum, insertImage, labelImage, linkImage } from "../support/steps.js";

const TAG = { text: "it's a tag", type: "tag" };

/** Images of one album, each with a label. Several statements of many rows, and some of one row. */
function manySteps(count: number): readonly Step[] {
  const files = Array.from({ length: count }, (_, index) => `${index}.png`);
  return [
    insertAlbum("a"),
    ...files.map((file) => insertImage(file, { prompt: `It's ${file}` })),
    ...files.map((file) => labelImage(file, [TAG])),
    ...files.map((file, index) => linkImage(file, "a", index)),
  ];
}

/** The prompt in the record of an object `o`. */
function promptOf(kind: DatabaseKind): string {
  return isOnServer(kind) ? "CAST(o.fields AS JSON) ->> 'prompt'" : "json_extract(o.fields, '$.prompt')";
}

onEachDatabase("many rows", (kind) => {
  it("are all written, each with its own values", async (t) => {
    const handle = await openMigrated(t, kind);
    const { rowsWritten } = await mustWrite(handle, manySteps(517));
    assert.equal(rowsWritten, 1 + 3 * 517);
    const odd = querySql(
      handle,
      `SELECT x.filename FROM images x JOIN sync_objects o ON o.row_id = x.id AND o.guard = x.filename
        AND o.address = 'image:' || x.filename AND ${promptOf(kind)} = x.prompt
        JOIN labels l ON l.image_id = x.id AND l.label_text = 'it''s a tag' AND l.created_by = 'album-sync'
        JOIN album_images m ON m.image_id = x.id AND m.sort_order || '.png' = x.filename AND m.id = x.id
        WHERE x.prompt = 'It''s ' || x.filename`,
    );
    assert.equal(odd.length, 517);
    assert.equal((await mustWrite(handle, manySteps(517))).rowsWritten, 0, "again, nothing is missing");
  });

  it("are refused by name where others took a filename meanwhile", async (t) => {
    const handle = await openMigrated(t, kind);
    for (const file of ["5.png", "40.png", "299.png"])
      runSql(handle, "INSERT INTO images (filename, file_path) VALUES (?, '/u')", file);
    await assertStale(handle, manySteps(300), {
      done: false,
      stale: ["299.png", "40.png", "5.png"].map((found) => ({
        address: imageAddress(found),
        field: "filename",
        planned: undefined,
        found,
      })),
    });
  });

  it("go where the records of rows that are gone stand between them", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, manySteps(40));
    for (const table of ["labels", "album_images"])
      runSql(handle, `DELETE FROM ${table} WHERE image_id IN (8, 9)`);
    runSql(handle, "DELETE FROM images WHERE filename IN ('7.png', '8.png')");
    const again = manySteps(45);
    assert.equal((await mustWrite(handle, again)).rowsWritten, 5 * 3 + 2 * 3);
    const orphans = querySql(
      handle,
      "SELECT address FROM sync_objects o WHERE kind = 'image' AND NOT EXISTS (SELECT 1 FROM images x WHERE x.id = o.row_id)",
    );
    assert.deepEqual(orphans, []);
  });

  const meddlers: { readonly [what: string]: readonly [table: string, statement: string] } = {
    "a value of an image": ["images", "UPDATE images SET steps = 9 WHERE id = 33"],
    "a time that all images share": ["images", "UPDATE images SET updated_at = NULL WHERE id = 33"],
    "an image that goes": ["images", "DELETE FROM images WHERE id = 33"],
    "a label": ["labels", "UPDATE labels SET label_text = 'x' WHERE id = 33"],
    "whose a label is": ["labels", "UPDATE labels SET created_by = NULL WHERE id = 33"],
    "the place of a link": ["album_images", "UPDATE album_images SET sort_order = 0 WHERE id = 33"],
  };
  for (const [what, [table, statement]] of Object.entries(meddlers))
    it(`leave nothing behind when a trigger changes ${what}`, async (t) => {
      const handle = await openMigrated(t, kind);
      meddle(handle, `INSERT ON ${table}`, statement);
      const before = dumpAll(handle);
      // A server refuses the label of an image that went before the image is read back.
      await assert.rejects(write(handle, manySteps(50)), /reads back as|violates foreign key/);
      assert.deepEqual(dumpAll(handle), before);
    });

  // Only SQLite puts into a column what is not of its type.
  const onFile = isOnServer(kind) ? () => {} : it;

  onFile("leave nothing behind when the type of a column changes a value", async (t) => {
    const handle = await openMigrated(t, kind);
    runSql(handle, "ALTER TABLE images DROP COLUMN prompt");
    runSql(handle, "ALTER TABLE images ADD COLUMN prompt INTEGER");
    const before = dumpAll(handle);
    const steps = [
      insertAlbum("a"),
      insertImage("1.png", { prompt: "words" }),
      insertImage("2.png", { prompt: "012" }),
    ];
    await assert.rejects(write(handle, steps), /reads back as/);
    assert.deepEqual(dumpAll(handle), before);
  });
});
