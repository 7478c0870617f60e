import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import Database from "better-sqlite3";
import {
  applyAll,
  CARDS,
  CARDS_FILE,
  DECK,
  DECK_FILE,
  makeEditProject,
  openQuietly,
} from "../../support/edit-project.js";
import type { TestServer } from "../../support/running-server.js";
import { send, serve } from "../../support/write-requests.js";

const text = (dir: string, path: string) => readFileSync(join(dir, path), "utf8");

/** A served project whose rows are as the manifests say. */
async function start(t: TestContext): Promise<{ readonly dir: string; readonly server: TestServer }> {
  const dir = makeEditProject(t);
  await applyAll(await openQuietly(dir));
  return { dir, server: await serve(t, dir) };
}

// biome-ignore lint/suspicious/noExplicitAny: clients of the backend know no types
async function find(server: TestServer, name: string): Promise<any> {
  const { albums } = (await server.get("/api/albums")).json<{ albums: { name: string; id: number }[] }>();
  const found = albums.find((one) => one.name === name);
  const { images: _, ...album } = (await server.get(`/api/albums/${found?.id}`)).json();
  return album;
}

describe("clients of the backend", () => {
  it("edit the manifest of a row, in one line and one cell, when they send everything back", async (t) => {
    const { dir, server } = await start(t);
    const album = await find(server, "The deck");
    const items = JSON.parse(album.csv_data);
    items[1].look = "bright";
    const sent = { ...album, style_suffix: "hard light", csv_data: JSON.stringify(items) };
    const reply = await send(server, "PUT", "/api/albums/{id}", sent, 200, album.id);
    assert.equal(text(dir, DECK_FILE), DECK.replace("'soft light'", "'hard light'"));
    assert.equal(text(dir, CARDS_FILE), CARDS.replace('"say ""hi"""', '"bright"'));
    const { pending, manifest, undo, planId, ...rest } = reply;
    assert.deepEqual(rest, { ...sent, template_items_preview: items });
    assert.deepEqual([pending, manifest], [true, DECK_FILE]);
    assert.deepEqual(await find(server, "The deck"), album);
    const applied = await server.write("POST", "/api/v1/apply", { planId });
    assert.equal(applied.status, 200, applied.text);
    const after = await find(server, "The deck");
    assert.deepEqual([after.style_suffix, JSON.parse(after.csv_data)], ["hard light", items]);
    assert.equal((await server.write("POST", "/api/v1/undo", { undo })).status, 200);
    assert.deepEqual([text(dir, DECK_FILE), text(dir, CARDS_FILE)], [DECK, CARDS]);
  });

  it("write nothing when nothing differs from the row", async (t) => {
    const { dir, server } = await start(t);
    for (const name of ["The deck", "Cards"]) {
      const album = await find(server, name);
      const reply = await send(server, "PUT", "/api/albums/{id}", album, 200, album.id);
      assert.deepEqual(reply, { ...album, pending: false, manifest: null, undo: null, planId: null });
    }
    assert.equal(text(dir, DECK_FILE), DECK);
  });

  it("set switches, settings and LoRAs", async (t) => {
    const { dir, server } = await start(t);
    const { id } = await find(server, "The deck");
    const sent = {
      is_public: 1,
      generation_config: { width: 512, slug: "other" },
      lora_config: [{ path: "lora/a.safetensors", weight: 0.5 }],
      description: "Of all cards",
    };
    const reply = await send(server, "PUT", "/api/albums/{id}", sent, 200, id);
    assert.deepEqual(
      [reply.is_public, JSON.parse(reply.generation_config), reply.lora_count],
      [true, { slug: "deck", width: 512 }, 1],
    );
    assert.deepEqual(
      text(dir, DECK_FILE)
        .split("\n")
        .filter((line) => !DECK.split("\n").includes(line)),
      [
        "description: Of all cards",
        "public: true",
        "generation: { width: 512 }",
        "loras: [{ path: lora/a.safetensors, weight: 0.5 }]",
      ],
    );
  });

  it("are refused what no manifest can say", async (t) => {
    const { dir, server } = await start(t);
    const { id: deck } = await find(server, "The deck");
    const { id: cards } = await find(server, "Cards");
    const put = (id: number, body: object, status: number) =>
      send(server, "PUT", "/api/albums/{id}", body, status, id);
    assert.match((await put(cards, { base_prompt: "x" }, 422)).error, /an album declares no base_prompt/);
    await put(cards, { is_set_template: true }, 422);
    await put(deck, { album_type: "deck" }, 422);
    await put(deck, { prompt_template: "{nothing}" }, 422);
    await put(deck, { csv_data: JSON.stringify([{ value: "1", suit: "2" }]) }, 422);
    await put(deck, { csv_data: "{}" }, 400);
    await put(deck, { csv_data: "[" }, 400);
    await put(deck, { lora_config: [{ path: "x" }] }, 400);
    await put(deck, { colour: "red" }, 400);
    await put(deck, {}, 400);
    await put(4711, { name: "x" }, 404);
    const database = new Database(join(dir, "data/albums.db"));
    database.exec(
      "INSERT INTO albums (name, album_type, is_public, is_set_template) VALUES ('Mine', 'deck', 1, 0)",
    );
    database.close();
    const { id: mine } = await find(server, "Mine");
    assert.match((await put(mine, { name: "x" }, 409)).error, /No manifest declares/);
    assert.deepEqual([text(dir, DECK_FILE), text(dir, CARDS_FILE)], [DECK, CARDS]);
  });

  it("declare new albums and sets, which come with the next apply", async (t) => {
    const { dir, server } = await start(t);
    const create = (body: object, status = 201) => send(server, "POST", "/api/albums", body, status);
    const set = await create({
      name: "Moon / cards",
      is_set_template: true,
      is_public: true,
      csv_data: JSON.stringify([{ name: "One", look: 'a "b"' }, { name: "Two" }]),
      prompt_template: "{name}, {look}",
      style_suffix: "",
      lora_config: null,
      generation_config: JSON.stringify({ width: 512 }),
    });
    assert.deepEqual(
      [set.id, set.slug, set.template_item_count, set.pending, set.manifest],
      [null, "moon-cards", 2, true, "manifests/sets/moon-cards.yaml"],
    );
    assert.equal(text(dir, "data/sets/moon-cards.csv"), 'name,look\nOne,"a ""b"""\nTwo,\n');
    const album = await create({ name: "Moons", album_type: "deck", is_public: 0 });
    assert.equal((await server.write("POST", "/api/v1/apply", { planId: album.planId })).status, 200);
    const row = await find(server, "Moon / cards");
    assert.deepEqual(
      { ...row, id: null, created_at: null, updated_at: null, description: null, generation_config: null },
      {
        ...Object.fromEntries(Object.entries(set).filter(([key]) => key in row)),
        generation_config: null,
      },
    );
    assert.equal((await find(server, "Moons")).album_type, "deck");
    assert.match((await create({ name: "moon cards", is_set_template: 1 }, 409)).error, /declared already/);
    await create({ name: "x", album_type: "nonsense" }, 422);
    await create({ name: "///" }, 400);
    await create({ description: "no name" }, 400);
    await create({ name: "Plain", base_prompt: "x" }, 400);
    assert.ok(!existsSync(join(dir, "manifests/albums/x.yaml")));
    writeFileSync(
      join(dir, "manifests/sets/taken.yaml"),
      "kind: album\nslug: other\nname: Other\nimages: []\n",
    );
    await create({ name: "Taken", is_set_template: true }, 412);
  });
});
