import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import type { ImageFilter } from "../../../src/db/read/filters.js";
import { listAlbums, listImages, listTemplates } from "../../../src/db/read/list.js";
import { mustWrite, open, openMigrated } from "../../support/database.js";
import { type DatabaseKind, profileOf } from "../../support/database-kinds.js";
import { onEachDatabase } from "../../support/each-database.js";
import { createGeneration, GENERATIONS } from "../../support/generations.js";
import {
  albumAddress,
  imageAddress,
  insertAlbum,
  insertImage,
  insertTemplate,
  labelImage,
  linkImage,
} from "../../support/steps.js";
import { makeTempDir } from "../../support/temp-dir.js";

async function openSample(t: TestContext, kind: DatabaseKind) {
  const handle = await openMigrated(t, kind);
  const items = [{ value: "Ace" }, { value: "Two" }, { value: "Three" }];
  await mustWrite(handle, [
    insertTemplate("deck", {
      items,
      item_key: "{value}",
      loras: [{ path: "lora/Cards.safetensors", weight: 1 }],
    }),
    insertTemplate("tarot", { items: [] }),
    insertAlbum("decks/one", { name: "One", type: "deck", set_template: "deck", public: true }),
    insertAlbum("other", { name: "Äpfel", type: "singles", description: "odd ones" }),
    insertImage("a.png", {
      prompt: "Ace ÖL",
      item: "Ace",
      nsfw: true,
      loras: [{ path: "lora/Tarot.x", weight: 1 }],
    }),
    insertImage("b.png", { item: "Two", public: true }),
    insertImage("c.png", { item: "Two" }),
    labelImage("a.png", [{ text: "spades", type: "tag" }]),
    linkImage("a.png", "decks/one", 0),
    linkImage("b.png", "decks/one", 1),
    linkImage("c.png", "decks/one", 2),
    linkImage("c.png", "other", 0),
  ]);
  return handle;
}

onEachDatabase("listings", (kind) => {
  it("show albums with their images and how much of a set they cover", async (t) => {
    const handle = await openSample(t, kind);
    // Rows of the two templates come before those of albums where both are in one table.
    const templates = profileOf(kind) === "D" ? 2 : 0;
    assert.deepEqual(await listAlbums(handle, "main", {}), [
      {
        id: templates + 1,
        address: albumAddress("decks/one"),
        name: "One",
        isPublic: true,
        type: "deck",
        isTrainingSource: false,
        template: "deck",
        images: 3,
        covered: { items: 2, of: 3, missing: 1, doubled: 1 },
      },
      {
        id: templates + 2,
        address: albumAddress("other"),
        name: "Äpfel",
        isPublic: false,
        type: "singles",
        isTrainingSource: false,
        template: null,
        images: 1,
        covered: null,
      },
    ]);
    const names = async (filter: Parameters<typeof listAlbums>[2]) =>
      (await listAlbums(handle, "main", filter)).map(({ name }) => name);
    assert.deepEqual(await names({ type: "deck" }), ["One"]);
    assert.deepEqual(await names({ template: "deck", isPublic: false }), []);
    assert.deepEqual(await names({ text: "äPF" }), ["Äpfel"]);
    assert.deepEqual(await names({ text: "ODD" }), ["Äpfel"]);
    assert.deepEqual(await names({ text: "DECKS/o" }), ["One"]);
    const [stranger] = await listAlbums(handle, "elsewhere", {});
    assert.deepEqual(
      [stranger?.address, stranger?.covered],
      // In profile E only the record of a template has its slug.
      [null, profileOf(kind) === "D" ? { items: 0, of: 3, missing: null, doubled: null } : null],
    );
  });

  it("show templates with their items and LoRAs", async (t) => {
    const handle = await openSample(t, kind);
    const rows = await listTemplates(handle, "main", {});
    assert.deepEqual(
      rows.map(({ slug, items, loras }) => [slug, items, loras]),
      [
        ["deck", 3, ["lora/Cards.safetensors"]],
        ["tarot", 0, []],
      ],
    );
    const slugs = async (lora: string) =>
      (await listTemplates(handle, "main", { lora })).map(({ slug }) => slug);
    assert.deepEqual(await slugs("cards"), ["deck"]);
    assert.deepEqual(await slugs("%"), []);
  });

  it("show the images that fit every condition", async (t) => {
    const handle = await openSample(t, kind);
    const cases: readonly (readonly [ImageFilter, readonly string[]])[] = [
      [{}, ["a.png", "b.png", "c.png"]],
      [{ album: "other" }, ["c.png"]],
      [{ album: "One" }, ["a.png", "b.png", "c.png"]],
      [{ album: "nowhere" }, []],
      [{ type: "singles" }, ["c.png"]],
      [{ template: "deck", isPublic: true }, ["b.png"]],
      [{ item: "Two" }, ["b.png", "c.png"]],
      [{ item: "two" }, []],
      [{ label: "spades" }, ["a.png"]],
      [{ label: "spade" }, []],
      [{ lora: "tarot" }, ["a.png"]],
      [{ isNsfw: false }, ["b.png", "c.png"]],
      [{ isNsfw: true, label: "spades", text: "öl" }, ["a.png"]],
      [{ text: "B.P" }, ["b.png"]],
    ];
    for (const [filter, expected] of cases) {
      const rows = await listImages(handle, "main", filter);
      assert.deepEqual(
        rows.map(({ filename }) => filename),
        expected,
        JSON.stringify(filter),
      );
    }
    assert.deepEqual((await listImages(handle, "main", { label: "spades" }))[0], {
      id: 1,
      address: imageAddress("a.png"),
      filename: "a.png",
      prompt: "Ace ÖL",
      width: 512,
      height: 512,
      isNsfw: true,
      isPublic: false,
    });
  });
});

describe("listings of files", () => {
  it("read every generation, and an absent database as empty", async (t) => {
    for (const generation of GENERATIONS) {
      const file = join(makeTempDir(t), "albums.db");
      createGeneration(file, generation, { shuffled: true });
      const handle = await open(t, file, "read");
      const albums = await listAlbums(handle, "main", {});
      assert.deepEqual(
        albums.map(({ name, images }) => [name, images]),
        [
          ["Broken", 0],
          ["Uploads", 1],
          ["Zodiac 20251013 204136", 1],
          ["card_deck_20251013_213519", 2],
        ],
      );
      const items = (await listTemplates(handle, "main", {})).map(({ name, items: count }) => [name, count]);
      assert.deepEqual(items, [["Old deck recipe", generation >= "D" ? 1 : 0]]);
      assert.equal((await listImages(handle, "main", { isPublic: true })).length, 3);
    }
    assert.deepEqual(await listAlbums(await open(t, join(makeTempDir(t), "no.db"), "read"), "main", {}), []);
  });
});
