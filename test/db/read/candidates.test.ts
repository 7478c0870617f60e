import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { CandidateQuery } from "../../../src/model/observed.js";
import { mustWrite, open, openMigrated, runSql } from "../../support/database.js";
import { onDatabasesOfD, onEachDatabase } from "../../support/each-database.js";
import { createGeneration, GENERATIONS } from "../../support/generations.js";
import { find, inside } from "../../support/observation.js";
import { imageAddress, insertAlbum, insertImage, labelImage, linkImage } from "../../support/steps.js";
import { makeTempDir } from "../../support/temp-dir.js";

function query(wanted: Partial<CandidateQuery>): CandidateQuery {
  return { address: "album:x", kind: "album", ...wanted };
}

describe("findCandidates in files", () => {
  it("finds rows of every generation, without any table of ours", async (t) => {
    for (const generation of GENERATIONS) {
      const file = join(makeTempDir(t), "albums.db");
      createGeneration(file, generation, { shuffled: true });
      const handle = await open(t, file, "read");
      const name = "card_deck_20251013_213519";
      const found = await find(handle, [
        query({ slug: "x", adopts: name, name: "X" }),
        { address: "image:x.png", kind: "image", filenames: ["x.png", `${name}__ace.png`] },
        { address: "image:y.png", kind: "image", filenames: ["y.png"] },
        { address: "set-template:x", kind: "set-template", name: "Old deck recipe" },
      ]);
      assert.deepEqual(
        found.map(({ address, matchedBy, row, owner, sha256 }) => [
          address,
          matchedBy,
          row.id,
          owner,
          sha256,
        ]),
        [
          ["album:x", "adopts", 1, null, null],
          ["image:x.png", "filename", 1, null, `hash of /srv/outputs/${name}__ace.png`],
          ["set-template:x", "name", 4, null, null],
        ],
      );
      const [album, image, template] = found;
      assert.deepEqual(album?.row.links.length, 2);
      assert.deepEqual(image?.row.labels.length, 2);
      assert.deepEqual(
        template?.row.fields.items ?? null,
        generation >= "D" ? [{ value: "Ace", suit: "Spades" }] : null,
      );
      const guidance = generation === "E" ? undefined : 7;
      assert.deepEqual(template?.row.fields["generation.guidance_scale"], guidance);
      assert.deepEqual(album?.row.fields.training_source ?? null, generation === "A" ? null : false);
    }
  });
});

onDatabasesOfD("findCandidates", (kind) => {
  it("prefers the slug to the adopted name, and that to the name; equal ones are all given", async (t) => {
    const handle = await openMigrated(t, kind);
    const insert =
      "INSERT INTO albums (name, album_type, is_set_template, generation_config) VALUES (?, ?, ?, ?)";
    runSql(handle, insert, "One", "deck", 0, null);
    runSql(handle, insert, "One", "deck", 0, '{"slug": "one"}');
    runSql(handle, insert, "Legacy", "deck", null, null);
    runSql(handle, insert, "One", "set", null, null);
    const ids = async (wanted: Partial<CandidateQuery>) =>
      (await find(handle, [query(wanted)])).map(({ matchedBy, row }) => [matchedBy, row.id]);
    assert.deepEqual(await ids({ slug: "one", adopts: "Legacy", name: "One" }), [["slug", 2]]);
    assert.deepEqual(await ids({ slug: "two", adopts: "Legacy", name: "One" }), [["adopts", 3]]);
    assert.deepEqual(await ids({ slug: "two", name: "One" }), [
      ["name", 1],
      ["name", 2],
      // A set without the mark of a template may be either.
      ["name", 4],
    ]);
    assert.deepEqual(await ids({ kind: "set-template", name: "One" }), [["name", 4]]);
    assert.deepEqual(await ids({ kind: "set-template", name: "Legacy" }), []);
    assert.deepEqual(await ids({ kind: "set-template", adopts: "Legacy" }), [["adopts", 3]]);
    assert.deepEqual(await ids({ adopts: "legacy" }), []);
  });
});

onEachDatabase("findCandidates", (kind) => {
  it("says who owns a row, as long as the row is the one that was owned", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png")], { estate: "other" });
    const wanted = [{ address: "image:x.png", kind: "image", filenames: ["a.png"] }] as const;
    assert.deepEqual((await find(handle, wanted))[0]?.owner, { estate: "other", address: "image:a.png" });
    runSql(handle, "UPDATE sync_objects SET guard = 'before.png'");
    assert.equal((await find(handle, wanted))[0]?.owner, null);
  });

  it("answers more queries than one statement can bind", async (t) => {
    const handle = await openMigrated(t, kind);
    const files = Array.from({ length: 1300 }, (_, index) => `${index}.png`);
    await mustWrite(
      handle,
      files.map((file) => insertImage(file)),
    );
    const queries = files.map(
      (file) => ({ address: imageAddress(file), kind: "image", filenames: [file] }) as const,
    );
    assert.deepEqual(
      (await find(handle, queries)).map(({ address }) => address),
      files.map(imageAddress),
    );
  });
});

onEachDatabase("findForeignUses", (kind) => {
  it("names labels, links and jobs of others, and nothing of ours", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [
      insertAlbum("decks/one", { name: "One" }),
      insertAlbum("quiet"),
      insertImage("a.png"),
      insertImage("b.png"),
      labelImage("a.png", [{ text: "spades", type: "tag" }]),
      linkImage("a.png", "decks/one", 0),
    ]);
    const label = "INSERT INTO labels (image_id, label_text, created_by) VALUES (1, ?, ?)";
    runSql(handle, label, "portrait", "ana");
    runSql(handle, label, 'a "b"', null);
    runSql(handle, "INSERT INTO albums (id, name) VALUES (9, 'Favourites')");
    runSql(handle, "INSERT INTO album_images (album_id, image_id, added_by) VALUES (9, 1, 'bo')");
    runSql(handle, "INSERT INTO album_images (album_id, image_id) VALUES (1, 2)");
    const job =
      "INSERT INTO training_runs (id, name, dataset_path, output_path, training_config) VALUES (?, ?, ?, '', ?)";
    runSql(handle, job, 4, "cards-v2", "/data/One", null);
    runSql(handle, job, 5, "by id", "/x", '{"album_ids": [1], "steps": 2}');
    runSql(handle, job, 6, "by slug", "/x", '{"from": ["decks/one"]}');
    runSql(handle, job, 7, "not ours", "/data/Only", '{"steps": 1, "image": 77}');
    runSql(
      handle,
      "INSERT INTO scrape_jobs (id, name, output_directory) VALUES (1, 'scrape', '/srv/media/legacy/')",
    );
    const addresses = ["image:b.png", "album:quiet", "album:decks/one", "image:a.png", "image:nowhere.png"];
    assert.deepEqual(await inside(handle, (observation) => observation.findForeignUses(addresses)), [
      {
        address: "album:decks/one",
        uses: [
          'link to image "b.png" by an unknown writer',
          "training_runs 4 (cards-v2)",
          "training_runs 5 (by id)",
          "training_runs 6 (by slug)",
        ],
      },
      {
        address: "image:a.png",
        uses: [
          'label "portrait" by ana',
          'label "a \\"b\\"" by an unknown writer',
          'link to album "Favourites" by bo',
          "scrape_jobs 1 (scrape)",
        ],
      },
      {
        address: "image:b.png",
        uses: ['link to album "One" by an unknown writer', "scrape_jobs 1 (scrape)"],
      },
    ]);
  });
});
