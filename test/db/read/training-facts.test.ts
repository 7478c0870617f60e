import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readTrainingFacts } from "../../../src/db/read/training-facts.js";
import { mustWrite, open, openMigrated, runSql } from "../../support/database.js";
import { profileOf } from "../../support/database-kinds.js";
import { onEachDatabase } from "../../support/each-database.js";
import { createGeneration } from "../../support/generations.js";
import { albumAddress, imageAddress, insertAlbum, insertImage, labelImage } from "../../support/steps.js";
import { makeTempDir } from "../../support/temp-dir.js";

const NONE = { trainingAlbums: new Set(), nsfw: new Set(), captions: new Map() };

onEachDatabase("what others say of training", (kind) => {
  const isMarked = profileOf(kind) === "D";

  it("is their flags and captions of rows that the estate owns, without our own labels", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [
      insertAlbum("yes", { training_source: true }),
      insertAlbum("no"),
      insertImage("a.png"),
      insertImage("b.png", { nsfw: true }),
      labelImage("a.png", [{ text: "ours", type: "caption" }]),
    ]);
    const label = "INSERT INTO labels (image_id, label_text, label_type, created_by) VALUES (?, ?, ?, ?)";
    runSql(handle, label, 1, "second", "caption", "job");
    runSql(handle, label, 1, "nameless", "caption", null);
    runSql(handle, label, 1, "tag", "tag", "job");
    runSql(handle, "INSERT INTO images (id, filename, file_path, is_nsfw) VALUES (9, 'u.png', '/u', TRUE)");
    runSql(handle, label, 9, "an upload", "caption", "job");
    assert.deepEqual(await readTrainingFacts(handle, "main"), {
      trainingAlbums: new Set(isMarked ? [albumAddress("yes")] : []),
      nsfw: new Set([imageAddress("b.png")]),
      captions: new Map([[imageAddress("a.png"), ["second", "nameless"]]]),
    });
    assert.deepEqual(await readTrainingFacts(handle, "another"), NONE);
  });
});

describe("what others say of training", () => {
  it("is nothing without a database, or in one that was not migrated", async (t) => {
    const file = join(makeTempDir(t), "albums.db");
    assert.deepEqual(await readTrainingFacts(await open(t, file, "read"), "main"), NONE);
    createGeneration(file, "A");
    assert.deepEqual(await readTrainingFacts(await open(t, file, "read"), "main"), NONE);
  });
});
