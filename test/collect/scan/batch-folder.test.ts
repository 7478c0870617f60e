import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import { createFolderRules } from "../../../src/collect/scan/folder-rules.js";
import { placeFiles } from "../../../src/collect/scan/place-files.js";
import type { KnownTemplate } from "../../../src/collect/source/collected-image.js";
import { DEFAULT_LIMITS } from "../../../src/images/header.js";
import type { CollectRule } from "../../../src/model/collect-rule.js";
import type { Plan } from "../../../src/model/plan.js";
import { createGeneration } from "../../support/generations.js";
import { drawNoise } from "../../support/pictures.js";
import { writeFiles } from "../../support/project.js";
import { SHIPPED_TEMPLATES } from "../../support/sample-sets.js";
import { createWorkspace } from "../../support/transcript.js";

const TIME = "20251013_213519";

function template(slug: string, name: string): KnownTemplate {
  return { slug, name, keyColumns: [], items: [] };
}

/** Where an image of each folder goes: album slug, name, type and template; or which templates its folder could be of. */
function place(
  folders: readonly string[],
  templates: readonly KnownTemplate[] = SHIPPED_TEMPLATES,
  rules: readonly CollectRule[] = [],
  rootName = "outputs",
): readonly string[] {
  const options = { rules, templates, timeZone: "UTC", limits: DEFAULT_LIMITS };
  const { findRule, findRivals } = createFolderRules(options, rootName);
  const files = folders.map((folder) => (folder === "" ? "x.png" : `${folder}/x.png`));
  const places = placeFiles(files, findRule, rootName, options);
  return files.map((file) => {
    const album = places.get(file)?.album;
    if (album === undefined) return findRivals(file.split("/").slice(0, -1)).join(" or ") || "no rule";
    return [album.slug, album.name, album.type, album.set_template ?? "no template"].join("; ");
  });
}

const WHEN = "13 October 2025, 21:35";

describe("a batch's folder", () => {
  it("is tied to the template that it is named after", () => {
    const cards = `decks/playing-card-deck-20251013-213519; Playing Card Deck, ${WHEN}; deck; card-deck`;
    assert.deepEqual(place([`playing_card_deck_${TIME}`, `tarot,_major_arcana_${TIME}/more`]), [
      cards,
      `decks/tarot-major-arcana-20251013-213519; Tarot, Major Arcana, ${WHEN}; deck; tarot-deck`,
    ]);
    assert.deepEqual(place([`PLAYING_Card_deck_${TIME}`]), [cards]);
  });

  it("may bear the template's slug, and lie at the root itself", () => {
    const postcards = [template("old-postcards", "Greetings!")];
    const tied = `decks/old-postcards-20251013-213519; Greetings!, ${WHEN}; deck; old-postcards`;
    assert.deepEqual(place([`old-postcards_${TIME}`], postcards), [tied]);
    assert.deepEqual(place([`old_postcards_${TIME}`], postcards), [tied]);
    assert.deepEqual(place([""], postcards, [], `old_postcards_${TIME}`), [tied]);
    assert.deepEqual(place([""], postcards), [
      "singles/undated; Legacy singles, undated; singles; no template",
    ]);
  });

  it("goes below zodiac/ when the template says so", () => {
    assert.deepEqual(place([`chinese_zodiac_${TIME}`], [template("animals", "Chinese Zodiac")]), [
      `zodiac/chinese-zodiac-20251013-213519; Chinese Zodiac, ${WHEN}; zodiac; animals`,
    ]);
  });

  it("keeps what the default rules made of it", () => {
    const folders = [`card_deck_${TIME}`, `tarot_deck_${TIME}`, `zodiac_${TIME}`, `zodiac_signs_${TIME}`];
    const before = [
      `decks/card-deck-20251013-213519; Card deck, ${WHEN}; deck; card-deck`,
      `decks/tarot-deck-20251013-213519; Tarot deck, ${WHEN}; deck; tarot-deck`,
      `zodiac/zodiac-20251013-213519; Zodiac, ${WHEN}; zodiac; zodiac`,
      `zodiac/zodiac-signs-20251013-213519; Zodiac, ${WHEN}; zodiac; zodiac`,
    ];
    assert.deepEqual(place(folders), before);
    // Another template of that name takes nothing from them.
    assert.deepEqual(place(folders, [...SHIPPED_TEMPLATES, template("rider", "Tarot deck")]), before);
    assert.deepEqual(place([`tarot_deck_${TIME}`], [template("rider", "Tarot deck")]), [
      `decks/tarot-deck-20251013-213519; Tarot deck, ${WHEN}; deck; rider`,
    ]);
  });

  it("is not tied to the template of a default rule whose pattern it only begins like", () => {
    const gilded = template("gilded", "Card deck gilded");
    assert.deepEqual(place([`card_deck_gilded_${TIME}`], [...SHIPPED_TEMPLATES, gilded]), [
      `decks/card-deck-gilded-20251013-213519; Card deck gilded, ${WHEN}; deck; gilded`,
    ]);
  });

  it("gives way to a rule of the configuration", () => {
    const rule: CollectRule = { pattern: "playing_*", type: "collection", slug: "x/{folder}", name: "X" };
    assert.deepEqual(place([`playing_card_deck_${TIME}`], SHIPPED_TEMPLATES, [rule]), [
      "x/playing-card-deck-20251013-213519; X; collection; no template",
    ]);
  });

  it("is left out, and named, when two templates share its name", () => {
    const twins = [template("b", "Night Deck"), template("a", "night deck"), template("night-deck", "Other")];
    assert.deepEqual(place([`night_deck_${TIME}`], twins), ["a or b"]);
    assert.deepEqual(place([`night_deck_${TIME}`], twins, [], "night_deck"), ["a or b"]);
    assert.deepEqual(place([`other_${TIME}`], twins), [
      `decks/other-20251013-213519; Other, ${WHEN}; deck; night-deck`,
    ]);
  });

  it("takes every character of a name as itself", () => {
    const odd = [template("odd", "A*[b], (c|d)+? $1 {time}"), template("dots", "a.b")];
    assert.deepEqual(place([`a*[b],_(c|d)+?_$1_{time}_${TIME}`], odd), [
      `decks/a-b-c-d-1-time-20251013-213519; A*[b], (c|d)+? $1 {time}, ${WHEN}; deck; odd`,
    ]);
    const others = [`aab_c_1_time_${TIME}`, `axb_${TIME}`, "axb", "a.b_20259999_000000", `a.b_${TIME}_2`];
    assert.deepEqual(
      place(others, odd),
      others.map(() => "no rule"),
    );
    assert.deepEqual(place([`playing_card_deck_${TIME}`], []), ["no rule"]);
  });

  it("ties a folder that is called after a template alone, unless a rule knows it", () => {
    const moons = [template("moon-cards", "Cards of the Moon"), template("uploads", "Uploads")];
    assert.deepEqual(place(["moon-cards", "moon_cards", "cards_of_the_moon/x", "uploads", ""], moons), [
      "decks/moon-cards; Cards of the Moon; deck; moon-cards",
      "decks/moon-cards-a7e8eac5; Cards of the Moon; deck; moon-cards",
      "decks/cards-of-the-moon; Cards of the Moon; deck; moon-cards",
      "uploads/undated; Uploads, undated; upload; no template",
      "singles/undated; Legacy singles, undated; singles; no template",
    ]);
    assert.deepEqual(place(["", "card_deck_1"], moons, [], "moon-cards"), [
      "decks/moon-cards; Cards of the Moon; deck; moon-cards",
      "decks/card-deck-1; Card deck 1; deck; no template",
    ]);
    const twins = [template("a", "Moon"), template("b", "moon")];
    assert.deepEqual(place(["moon"], twins), ["a or b"]);
  });
});

const TEMPLATE = `kind: set-template
slug: tarot-deck
name: Tarot, Major Arcana
adopts: Tarot, Major Arcana
items: { rows: [{ name: The Fool }, { name: The Sun }], key: "{name}" }
prompt_template: "{name}"
`;

describe("sync collect of a batch that the backend generated", () => {
  it("ties it to its template, matches its items, and adopts what the backend registered", async (t) => {
    const workspace = createWorkspace([]);
    t.after(workspace.remove);
    const run = async (line: string): Promise<string> => {
      const { status, stdout, stderr } = await workspace.run(line);
      assert.equal(status, 0, `${line}: ${stdout}${stderr}`);
      return stdout;
    };
    const folder = `tarot,_major_arcana_${TIME}`;
    const files = ["20251013_213529_The_Fool.png", "20251013_213541_The_Sun.png"];
    writeFiles(workspace.dir, {
      "sync.config.yaml": "estate: main\ndatabase: sqlite:data/albums.db\nmanifests: [manifests]\n",
      "manifests/sets/tarot.yaml": TEMPLATE,
      "data/.keep": "",
    });
    for (const [seed, file] of files.entries())
      writeFiles(workspace.dir, {
        [`outputs/${folder}/${file}`]: await drawNoise(8, 8, seed + 1)
          .png()
          .toBuffer(),
      });
    registerBatch(workspace.dir, folder, files);
    await run("sync db migrate");
    await run("sync collect outputs --adopts folder");
    const plan = JSON.parse(await run("sync plan --json")) as Plan;
    const album = `album:decks/tarot-major-arcana-20251013-213519`;
    assert.deepEqual([...plan.changes].map(({ action, address }) => `${action} ${address}`).sort(), [
      `adopt ${album}`,
      "adopt image:decks/tarot-major-arcana-20251013-213519/20251013_213529_the_fool.png",
      "adopt image:decks/tarot-major-arcana-20251013-213519/20251013_213541_the_sun.png",
      "adopt set-template:tarot-deck",
    ]);
    await run("sync apply --yes");
    assert.match(await run("sync plan --detailed-exitcode"), /No changes/);
    const database = new Database(join(workspace.dir, "data/albums.db"), { readonly: true });
    t.after(() => database.close());
    const stored = (sql: string) => database.prepare(sql).pluck().all();
    assert.deepEqual(
      stored("SELECT json_extract(generation_config, '$.set_template') FROM albums WHERE id = 2"),
      ["tarot-deck"],
    );
    assert.deepEqual(
      stored("SELECT json_extract(fields, '$.item') FROM sync_objects WHERE kind = 'image' ORDER BY address"),
      ["The Fool", "The Sun"],
    );
    assert.deepEqual(stored("SELECT count(*) FROM images"), [2]);
  });

  it("reports a folder that two templates could have made, and collects nothing of it", async (t) => {
    const workspace = createWorkspace([]);
    t.after(workspace.remove);
    writeFiles(workspace.dir, {
      "sync.config.yaml": "estate: main\n",
      "manifests/a.yaml": TEMPLATE.replace(/adopts.*\n/, ""),
      "manifests/b.yaml": TEMPLATE.replace(/adopts.*\n/, "").replace("slug: tarot-deck", "slug: other-tarot"),
      [`outputs/tarot,_major_arcana_${TIME}/the_fool.png`]: await drawNoise(8, 8, 1).png().toBuffer(),
    });
    const { status, stdout } = await workspace.run("sync collect outputs --strict");
    assert.equal(status, 6, stdout);
    assert.match(
      stdout,
      /could be a batch of the set templates other-tarot and tarot-deck: 1 image and 0 other/,
    );
    assert.match(stdout, /ambiguous-template/);
  });
});

/** A template, and the album of a batch with bare filenames, as the backend and an old import left them. */
function registerBatch(dir: string, folder: string, files: readonly string[]): void {
  const file = join(dir, "data/albums.db");
  createGeneration(file, "D", { rows: false });
  const database = new Database(file);
  const made = "2025-10-13 21:35:33.481220";
  const addAlbum = database.prepare(
    "INSERT INTO albums (id, name, album_type, is_public, is_training_source, is_set_template, created_at) VALUES (?, ?, ?, 1, 0, ?, ?)",
  );
  addAlbum.run(1, "Tarot, Major Arcana", "set", 1, made);
  addAlbum.run(2, folder, null, 0, made);
  files.forEach((name, index) => {
    database
      .prepare(
        "INSERT INTO images (id, filename, file_path, is_nsfw, is_public, created_at) VALUES (?, ?, ?, 0, 1, ?)",
      )
      .run(index + 1, name, `/srv/outputs/${folder}/${name}`, made);
    database
      .prepare("INSERT INTO album_images (album_id, image_id, sort_order, created_at) VALUES (2, ?, 0, ?)")
      .run(index + 1, made);
  });
  database.close();
}
