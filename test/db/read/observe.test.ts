import assert from "node:assert/strict";
import { it } from "node:test";
import { kindOf } from "../../../src/model/address.js";
import { mustWrite, NOW, observeObjects, openMigrated, runSql } from "../../support/database.js";
import { isOnServer, profileOf, templateTable } from "../../support/database-kinds.js";
import { onEachDatabase } from "../../support/each-database.js";
import type { SqlValue } from "../../support/generation-rows.js";
import { IMAGE, inside, observeOne } from "../../support/observation.js";
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
} from "../../support/steps.js";

/** What only SQLite puts into columns of these types. */
const EDITS_OF_ANY_TYPE = [
  ["seed", "9007199254740993", "seed", "9007199254740993"],
  ["is_public", "2", "public", 2],
  ["created_at", "'last week'", "created_at", "last week"],
  ["created_at", "1760391333481", "created_at", 1760391333481],
] as const;

onEachDatabase("objects", (kind) => {
  it("come with row, record, labels and links, ascending by address", async (t) => {
    const handle = await openMigrated(t, kind);
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
    // In profile D the template has the first id of the table that it shares.
    const firstAlbum = profileOf(kind) === "D" ? 2 : 1;
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
          { address: "album:decks/b", rowId: firstAlbum, ours: true },
          { address: "album:a", rowId: firstAlbum + 1, ours: true },
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
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png", IMAGE)]);
    const edits: readonly (readonly [column: string, value: string, field: string, seen: unknown])[] = [
      ["width", "640", "width", 640],
      ["height", "NULL", "height", null],
      ["prompt", "'other'", "prompt", "other"],
      ["negative_prompt", "''", "negative_prompt", ""],
      ["seed", "-1", "seed", "-1"],
      ["steps", "31", "steps", 31],
      ["guidance_scale", "7.25", "guidance_scale", 7.25],
      ["lora_config", `'{"path": "y"}'`, "loras", { path: "y" }],
      ["lora_config", "'null'", "loras", null],
      ["is_nsfw", "TRUE", "nsfw", true],
      ["is_nsfw", "NULL", "nsfw", null],
      ["created_at", "'2025-10-13T21:35:33.5Z'", "created_at", "2025-10-13 21:35:33.500000"],
      ["created_at", "'2025-10-13'", "created_at", "2025-10-13 00:00:00.000000"],
      ...(isOnServer(kind) ? [] : EDITS_OF_ANY_TYPE),
    ];
    for (const [column, value, field, seen] of edits) {
      runSql(handle, `UPDATE images SET ${column} = ${value}`);
      const { row } = await observeOne(handle, imageAddress("a.png"));
      assert.deepEqual(row?.fields[field], seen, `${column} = ${value}`);
      assert.deepEqual(row?.unreadable, []);
    }
  });

  it("name columns that don't hold what belongs there, and leave out their fields", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertTemplate("deck", { items: [] }), insertAlbum("a"), insertImage("a.png")]);
    const cases: readonly (readonly [address: string, column: string, value: SqlValue, field: string])[] = [
      ["set-template:deck", "csv_data", "null", "items"],
      ["set-template:deck", "csv_data", '{"a": 1}', "items"],
      ["set-template:deck", "lora_config", "0.5", "loras"],
      ...(profileOf(kind) === "D"
        ? [["set-template:deck", "generation_config", "[1]", "slug"] as const]
        : []),
      ["album:a", "generation_config", '{"slug":', "slug"],
      ["image:a.png", "lora_config", "{path: x}", "loras"],
      ...(isOnServer(kind) ? [] : [["image:a.png", "prompt", Buffer.from([1, 2]), "prompt"] as const]),
    ];
    const tables = { "set-template": templateTable(kind), album: "albums", image: "images" };
    for (const [address, column, value, field] of cases) {
      const table = tables[kindOf(address)];
      const { rowId: id } = await observeOne(handle, address);
      runSql(handle, `UPDATE ${table} SET ${column} = ? WHERE id = ?`, value, id);
      const { row } = await observeOne(handle, address);
      assert.deepEqual(row?.unreadable, [column], `${column} = ${value}`);
      assert.equal(field in (row?.fields ?? {}), false, field);
      runSql(handle, `UPDATE ${table} SET ${column} = NULL WHERE id = ?`, id);
    }
  });

  it("have no row when it is gone or its id went to another, and no strange albums in their links", async (t) => {
    const handle = await openMigrated(t, kind);
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
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png"), insertImage("b.png")]);
    await mustWrite(handle, [insertImage("c.png")], { estate: "other" });
    assert.deepEqual(
      (await observeObjects(handle, "other")).map(({ address }) => address),
      ["image:c.png"],
    );
    const first = await inside(handle, async (observation) => {
      const objects = observation.objects(new Set())[Symbol.asyncIterator]();
      return (await objects.next()).value?.address;
    });
    assert.equal(first, "image:a.png");
    await mustWrite(handle, [insertImage("d.png")]);
  });
});
