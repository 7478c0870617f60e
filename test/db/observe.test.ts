import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { DatabaseHandle } from "../../src/db/connect.js";
import { observe } from "../../src/db/observe.js";
import type { CandidateQuery, Observation, ObservedObject } from "../../src/model/observed.js";
import { mustWrite, NOW, observeObjects, open, openMigrated, runSql } from "../support/database.js";
import { createGeneration, GENERATIONS, type SqlValue } from "../support/generations.js";
import {
  albumAddress,
  imageAddress,
  insertAlbum,
  insertImage,
  insertTemplate,
  labelImage,
  linkImage,
  RECORD,
  SHA,
} from "../support/steps.js";
import { makeTempDir } from "../support/temp-dir.js";

const IMAGE = {
  created_at: "2025-10-13 21:35:33.481220",
  prompt: "Ace",
  negative_prompt: "blurry",
  seed: "42",
  steps: 30,
  guidance_scale: 7.5,
  loras: [{ path: "x", weight: 0.5 }],
  nsfw: false,
  public: true,
};

function inside<T>(handle: DatabaseHandle, work: (observation: Observation) => Promise<T>): Promise<T> {
  return observe(handle, { estate: "main", hashFile: (path) => `hash of ${path}` }, work);
}

function find(handle: DatabaseHandle, queries: readonly CandidateQuery[]) {
  return inside(handle, (observation) => observation.findCandidates(queries));
}

async function observeOne(handle: DatabaseHandle, address: string): Promise<ObservedObject> {
  const object = (await observeObjects(handle)).find((one) => one.address === address);
  assert.ok(object, address);
  return object;
}

describe("objects", () => {
  it("come with row, record, labels and links, ascending by address", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [
      insertTemplate("deck", { "generation.width": 512 }),
      insertAlbum("decks/b", { set_template: "deck" }),
      insertAlbum("a"),
      insertImage("z.png", IMAGE),
      insertImage("b.png"),
      labelImage("z.png", [{ text: "spades", type: "tag" }]),
      linkImage("z.png", "decks/b", 0),
      linkImage("b.png", "decks/b", 1),
      linkImage("z.png", "a", 0),
    ]);
    const objects = await observeObjects(handle);
    assert.deepEqual(
      objects.map(({ address }) => address),
      ["album:a", "album:decks/b", "image:b.png", "image:z.png", "set-template:deck"],
    );
    const image = await observeOne(handle, imageAddress("z.png"));
    assert.deepEqual(image, {
      kind: "image",
      address: "image:z.png",
      state: "owned",
      protect: false,
      manifest: RECORD.manifest,
      recorded: { sha256: SHA, bytes: 10, width: 512, height: 512, ...IMAGE },
      run: 1,
      recordedAt: NOW,
      movedFrom: null,
      rowId: 1,
      guard: "z.png",
      thumbnail: null,
      row: {
        id: 1,
        guard: "z.png",
        fields: { width: 512, height: 512, ...IMAGE },
        unreadable: [],
        labels: [{ text: "spades", type: "tag", ours: true }],
        links: [
          { address: "album:decks/b", rowId: 2, ours: true },
          { address: "album:a", rowId: 3, ours: true },
        ],
      },
    });
    const album = await observeOne(handle, albumAddress("decks/b"));
    assert.deepEqual(album.row?.links, [
      { address: "image:z.png", rowId: 1, ours: true },
      { address: "image:b.png", rowId: 2, ours: true },
    ]);
    assert.equal(album.row?.guard, NOW);
    const template = await observeOne(handle, "set-template:deck");
    assert.deepEqual(template.row?.fields, {
      slug: "deck",
      name: "deck",
      type: "set",
      is_set_template: true,
      description: null,
      public: false,
      training_source: false,
      items: null,
      base_prompt: null,
      prompt_template: null,
      style_suffix: null,
      example_theme: null,
      loras: null,
      "generation.width": 512,
    });
  });

  it("show what others write into every column", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertImage("a.png", IMAGE)]);
    const edits: readonly (readonly [column: string, value: SqlValue, field: string, seen: unknown])[] = [
      ["width", 640, "width", 640],
      ["height", null, "height", null],
      ["prompt", "other", "prompt", "other"],
      ["negative_prompt", "", "negative_prompt", ""],
      ["seed", 9007199254740993n, "seed", "9007199254740993"],
      ["seed", -1, "seed", "-1"],
      ["steps", 31, "steps", 31],
      ["guidance_scale", 7.25, "guidance_scale", 7.25],
      ["lora_config", '{"path": "y"}', "loras", { path: "y" }],
      ["lora_config", "null", "loras", null],
      ["is_nsfw", 1, "nsfw", true],
      ["is_nsfw", null, "nsfw", null],
      ["is_public", 2, "public", 2],
      ["created_at", "2025-10-13T21:35:33.5Z", "created_at", "2025-10-13 21:35:33.500000"],
      ["created_at", "2025-10-13", "created_at", "2025-10-13 00:00:00.000000"],
      ["created_at", "last week", "created_at", "last week"],
      ["created_at", 1760391333481, "created_at", 1760391333481],
    ];
    for (const [column, value, field, seen] of edits) {
      runSql(handle, `UPDATE images SET ${column} = ?`, value);
      const { row } = await observeOne(handle, imageAddress("a.png"));
      assert.deepEqual(row?.fields[field], seen, `${column} = ${value}`);
      assert.deepEqual(row?.unreadable, []);
    }
  });

  it("name columns that don't hold what belongs there, and leave out their fields", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertTemplate("deck", { items: [] }), insertAlbum("a"), insertImage("a.png")]);
    const cases: readonly (readonly [
      address: string,
      id: number,
      column: string,
      value: SqlValue,
      field: string,
    ])[] = [
      ["set-template:deck", 1, "csv_data", "null", "items"],
      ["set-template:deck", 1, "csv_data", '{"a": 1}', "items"],
      ["set-template:deck", 1, "lora_config", "0.5", "loras"],
      ["set-template:deck", 1, "generation_config", "[1]", "slug"],
      ["album:a", 2, "generation_config", '{"slug":', "set_template"],
      ["image:a.png", 1, "lora_config", "{path: x}", "loras"],
      ["image:a.png", 1, "prompt", Buffer.from([1, 2]), "prompt"],
    ];
    for (const [address, id, column, value, field] of cases) {
      const table = address.startsWith("image") ? "images" : "albums";
      runSql(handle, `UPDATE ${table} SET ${column} = ? WHERE id = ?`, value, id);
      const { row } = await observeOne(handle, address);
      assert.deepEqual(row?.unreadable, [column], `${column} = ${value}`);
      assert.equal(field in (row?.fields ?? {}), false, field);
      runSql(handle, `UPDATE ${table} SET ${column} = NULL WHERE id = ?`, id);
    }
  });

  it("have no row when it is gone or its id went to another, and no strange albums in their links", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [
      insertAlbum("a"),
      insertAlbum("b"),
      insertImage("a.png"),
      insertImage("b.png"),
      linkImage("a.png", "a", 0),
      linkImage("b.png", "a", 1),
      linkImage("a.png", "b", 0),
    ]);
    runSql(handle, "UPDATE images SET filename = 'upload.png' WHERE filename = 'b.png'");
    runSql(handle, "UPDATE albums SET created_at = '2026-05-05 00:00:00.000000' WHERE name = 'b'");
    runSql(handle, "INSERT INTO labels (image_id, label_text, label_type) VALUES (1, 'portrait', NULL)");
    assert.equal((await observeOne(handle, "image:b.png")).row, null);
    assert.equal((await observeOne(handle, "album:b")).row, null);
    assert.deepEqual((await observeOne(handle, "album:a")).row?.links, [
      { address: "image:a.png", rowId: 1, ours: true },
      { address: undefined, rowId: 2, ours: true },
    ]);
    const { row } = await observeOne(handle, "image:a.png");
    assert.deepEqual(row?.links, [
      { address: "album:a", rowId: 1, ours: true },
      { address: undefined, rowId: 2, ours: true },
    ]);
    assert.deepEqual(row?.labels, [{ text: "portrait", type: "", ours: false }]);
  });

  it("are those of one estate, and an observation may end early", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertImage("a.png"), insertImage("b.png")]);
    await mustWrite(handle, [insertImage("c.png")], { estate: "other" });
    assert.deepEqual(
      (await observeObjects(handle, "other")).map(({ address }) => address),
      ["image:c.png"],
    );
    const first = await inside(handle, async (observation) => {
      const objects = observation.objects()[Symbol.asyncIterator]();
      return (await objects.next()).value?.address;
    });
    assert.equal(first, "image:a.png");
    await mustWrite(handle, [insertImage("d.png")]);
  });
});

describe("findCandidates", () => {
  const query = (wanted: Partial<CandidateQuery>): CandidateQuery => ({
    address: "album:x",
    kind: "album",
    ...wanted,
  });

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
        generation === "D" ? [{ value: "Ace", suit: "Spades" }] : null,
      );
      assert.deepEqual(template?.row.fields["generation.guidance_scale"], 7);
      assert.deepEqual(album?.row.fields.training_source ?? null, generation === "A" ? null : false);
    }
  });

  it("prefers the slug to the adopted name, and that to the name; equal ones are all given", async (t) => {
    const handle = await openMigrated(t);
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

  it("says who owns a row, as long as the row is the one that was owned", async (t) => {
    const handle = await openMigrated(t);
    await mustWrite(handle, [insertImage("a.png")], { estate: "other" });
    const wanted = [{ address: "image:x.png", kind: "image", filenames: ["a.png"] }] as const;
    assert.deepEqual((await find(handle, wanted))[0]?.owner, { estate: "other", address: "image:a.png" });
    runSql(handle, "UPDATE sync_objects SET guard = 'before.png'");
    assert.equal((await find(handle, wanted))[0]?.owner, null);
  });

  it("answers more queries than one statement can bind", async (t) => {
    const handle = await openMigrated(t);
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

describe("findForeignUses", () => {
  it("names labels, links and jobs of others, and nothing of ours", async (t) => {
    const handle = await openMigrated(t);
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
          'link to image "b.png" by somebody unnamed',
          "training_runs 4 (cards-v2)",
          "training_runs 5 (by id)",
          "training_runs 6 (by slug)",
        ],
      },
      {
        address: "image:a.png",
        uses: [
          'label "portrait" by ana',
          'label "a \\"b\\"" by somebody unnamed',
          'link to album "Favourites" by bo',
          "scrape_jobs 1 (scrape)",
        ],
      },
      {
        address: "image:b.png",
        uses: ['link to album "One" by somebody unnamed', "scrape_jobs 1 (scrape)"],
      },
    ]);
  });
});
