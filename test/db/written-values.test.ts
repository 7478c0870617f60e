import assert from "node:assert/strict";
import { it } from "node:test";
import type { DatabaseHandle } from "../../src/db/connection/connect.js";
import { mustWrite, NOW, openMigrated, querySql, SERVED_FROM } from "../support/database.js";
import { isOnServer } from "../support/database-kinds.js";
import { onDatabasesOfD, onEachDatabase } from "../support/each-database.js";
import { columnNames } from "../support/generations.js";
import { insertAlbum, insertImage, insertTemplate, labelImage, linkImage } from "../support/steps.js";

/** Each value of a row with the type that it is stored as. */
function stored(handle: DatabaseHandle, table: string): { readonly [column: string]: string } {
  const isServer = handle.file === "";
  const cells = columnNames(table, "D").map((column) =>
    isServer
      ? `CAST(pg_typeof(${column}) AS TEXT) || ' ' || quote_nullable(${column}) AS ${column}`
      : `typeof(${column}) || ' ' || quote(${column}) AS ${column}`,
  );
  const [row, ...others] = querySql(handle, `SELECT ${cells.join(", ")} FROM ${table}`);
  assert.equal(others.length, 0);
  const entries = Object.entries(row ?? {});
  return isServer
    ? Object.fromEntries(entries.map(([column, cell]) => [column, asOnSqlite(String(cell))]))
    : (row as { readonly [column: string]: string });
}

/** A value of a server's column with the type that SQLite stores the same as. */
function asOnSqlite(cell: string): string {
  const [, type, value = ""] = /^(.*?) (NULL|'.*')$/s.exec(cell) ?? [];
  if (value === "NULL") return NULL;
  const bare = value.slice(1, -1);
  if (type === "integer") return `integer ${bare}`;
  if (type === "boolean") return `integer ${bare === "true" ? 1 : 0}`;
  if (type === "real" || type === "double precision") return `real ${Number(bare).toFixed(1)}`;
  if (type === "timestamp without time zone") return `text '${bare.padEnd(26, "0")}'`;
  assert.ok(type === "text" || type === "character varying", cell);
  return `text ${value}`;
}

const TEXT_NOW = `text '${NOW}'`;
const NULL = "null NULL";

onEachDatabase("a written image", (kind) => {
  it("holds every value in the form that the backend reads", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [
      insertImage("decks/ace of spades.png", {
        created_at: "2025-10-13 21:35:33.481220",
        prompt: "It's the Ace ♠",
        negative_prompt: null,
        seed: "2147483647",
        steps: 30,
        guidance_scale: 7,
        loras: [{ path: "lora/Tarot.safetensors", name: "Tarot", weight: 0.3 }],
        nsfw: true,
        public: true,
        item: "Ace of Spades",
      }),
    ]);
    assert.deepEqual(stored(handle, "images"), {
      id: "integer 1",
      filename: "text 'decks__ace of spades.png'",
      file_path: `text '${SERVED_FROM}/decks/ace of spades.png'`,
      thumbnail_path: "text 'thumbnails/1.webp'",
      prompt: "text 'It''s the Ace ♠'",
      negative_prompt: NULL,
      seed: "integer 2147483647",
      steps: "integer 30",
      guidance_scale: "real 7.0",
      width: "integer 512",
      height: "integer 512",
      lora_config: `text '[{"path":"lora/Tarot.safetensors","name":"Tarot","weight":0.3}]'`,
      is_nsfw: "integer 1",
      is_public: "integer 1",
      created_at: "text '2025-10-13 21:35:33.481220'",
      updated_at: TEXT_NOW,
    });
  });

  it("has no NULL boolean and a time even when nothing of that is declared", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [{ ...insertImage("a.png"), initial: {} }]);
    const row = stored(handle, "images");
    assert.deepEqual([row.is_nsfw, row.is_public, row.created_at], ["integer 0", "integer 0", TEXT_NOW]);
  });

  it("holds every seed that the column has room for whole, and leaves a bigger one to the record", async (t) => {
    const handle = await openMigrated(t, kind);
    const small = ["2147483647", "-2147483648"];
    const big = ["2147483648", "9007199254740993", "9223372036854775807", "-9223372036854775808"];
    const fitting = isOnServer(kind) ? small : [...small, ...big];
    const beyond = ["9223372036854775808", "18446744073709551615", "-9223372036854775809"];
    const seeds = [...small, ...big, ...beyond];
    await mustWrite(
      handle,
      seeds.map((seed, index) => insertImage(`${index}.png`, { seed })),
    );
    assert.deepEqual(
      querySql(handle, "SELECT CAST(seed AS TEXT) AS seed FROM images ORDER BY id"),
      seeds.map((seed, index) => ({ seed: index < fitting.length ? seed : null })),
    );
    const records = querySql(handle, "SELECT fields FROM sync_objects ORDER BY address");
    assert.deepEqual(
      records.map(({ fields }) => JSON.parse(String(fields)).seed),
      seeds,
    );
  });

  it("keeps a single LoRA as the object that it was", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertImage("a.png", { loras: { path: "x", weight: 1 } })]);
    assert.equal(stored(handle, "images").lora_config, `text '{"path":"x","weight":1}'`);
  });
});

onDatabasesOfD("a written set template", (kind) => {
  it("holds every value in the form that the backend reads", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [
      insertTemplate("card-deck", {
        name: "Playing Card Deck",
        description: "52 cards",
        public: true,
        training_source: false,
        items: [{ value: "Ace", suit: "Spades" }],
        item_key: "{value} of {suit}",
        base_prompt: "A card",
        prompt_template: "{value} of {suit}",
        style_suffix: "engraving",
        example_theme: "Night forest",
        "generation.width": 512,
        "generation.guidance_scale": 7.5,
        "generation.negative_prompt": "blurry",
        "generation.steps": null,
        loras: [{ path: "a.safetensors", weight: 0.6 }],
      }),
    ]);
    assert.deepEqual(stored(handle, "albums"), {
      id: "integer 1",
      name: "text 'Playing Card Deck'",
      description: "text '52 cards'",
      album_type: "text 'set'",
      is_public: "integer 1",
      is_training_source: "integer 0",
      created_by: "text 'album-sync'",
      generation_prompt: NULL,
      generation_config: `text '{"slug": "card-deck", "width": 512, "guidance_scale": 7.5, "negative_prompt": "blurry"}'`,
      is_set_template: "integer 1",
      csv_data: `text '[{"value":"Ace","suit":"Spades"}]'`,
      base_prompt: "text 'A card'",
      prompt_template: "text '{value} of {suit}'",
      style_suffix: "text 'engraving'",
      example_theme: "text 'Night forest'",
      lora_config: `text '[{"path":"a.safetensors","weight":0.6}]'`,
      created_at: TEXT_NOW,
      updated_at: TEXT_NOW,
    });
  });

  it("has SQL NULL, not JSON null, where it has no items and no LoRAs", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertTemplate("bare", { items: null, loras: null })]);
    const row = stored(handle, "albums");
    assert.deepEqual([row.csv_data, row.lora_config], [NULL, NULL]);
  });
});

onDatabasesOfD("a written album with its labels and links", (kind) => {
  it("holds every value in the form that the backend reads", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [
      insertAlbum("decks/first", { type: "deck", set_template: "card-deck", description: null }),
      insertImage("a.png"),
      labelImage("a.png", [{ text: "spades", type: "tag" }]),
      linkImage("a.png", "decks/first", 0),
    ]);
    const {
      album_type,
      generation_config,
      is_set_template,
      is_public,
      is_training_source,
      created_by,
      csv_data,
    } = stored(handle, "albums");
    assert.deepEqual(
      { album_type, generation_config, is_set_template, is_public, is_training_source, created_by, csv_data },
      {
        album_type: "text 'deck'",
        generation_config: `text '{"slug": "decks/first", "set_template": "card-deck"}'`,
        is_set_template: "integer 0",
        is_public: "integer 0",
        is_training_source: "integer 0",
        created_by: "text 'album-sync'",
        csv_data: NULL,
      },
    );
    assert.deepEqual(stored(handle, "labels"), {
      id: "integer 1",
      image_id: "integer 1",
      label_text: "text 'spades'",
      confidence: NULL,
      label_type: "text 'tag'",
      source_model: NULL,
      source_prompt: NULL,
      created_by: "text 'album-sync'",
      created_at: TEXT_NOW,
    });
    assert.deepEqual(stored(handle, "album_images"), {
      id: "integer 1",
      album_id: "integer 1",
      image_id: "integer 1",
      sort_order: "integer 0",
      added_by: "text 'album-sync'",
      created_at: TEXT_NOW,
    });
  });
});

onEachDatabase("the record of a run", (kind) => {
  it("holds who did what, and where assets are served from", async (t) => {
    const handle = await openMigrated(t, kind);
    const { run, rowsWritten } = await mustWrite(handle, [insertAlbum("a"), insertImage("a.png")]);
    assert.deepEqual([run, rowsWritten], [1, 2]);
    assert.deepEqual(querySql(handle, "SELECT state, who, rows_written, started_at FROM sync_runs"), [
      { state: "running", who: "tester", rows_written: 2, started_at: NOW },
    ]);
    await mustWrite(handle, [], { servedFrom: "/elsewhere" });
    assert.deepEqual(querySql(handle, "SELECT value FROM sync_meta WHERE name = 'served_from'"), [
      { value: SERVED_FROM },
    ]);
  });
});
