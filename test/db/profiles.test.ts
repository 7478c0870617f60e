import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { migrate } from "../../src/db/schema/migrate.js";
import type { Fields } from "../../src/model/resource.js";
import {
  CLOCK,
  mustWrite,
  NOW,
  observeObjects,
  openAgain,
  openMigrated,
  querySql,
  runSql,
} from "../support/database.js";
import { isOnServer, profileOf, templateTable } from "../support/database-kinds.js";
import { onDatabasesOfD, onEachDatabase } from "../support/each-database.js";
import { serverUpgrade, upgradeInPlace } from "../support/generations.js";
import { find, inside } from "../support/observation.js";
import { dumpAll, recordOf } from "../support/row-target.js";
import { insertAlbum, insertTemplate } from "../support/steps.js";

const ADDRESS = "set-template:card-deck";

const FIELDS: Fields = {
  slug: "card-deck",
  name: "Card deck",
  type: "set",
  is_set_template: true,
  public: true,
  items: [{ value: "Ace" }],
  item_key: "{value}",
  base_prompt: "a card",
  loras: [{ path: "a.safetensors", weight: 0.6 }],
  "generation.width": 512,
  "generation.steps": 30,
  "generation.negative_prompt": "blurry",
};

onEachDatabase("a set template", (kind) => {
  const table = templateTable(kind);

  it("reads back as it was declared, whichever columns its table has", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertTemplate("card-deck", FIELDS)]);
    const [object] = await observeObjects(handle);
    const { row } = object ?? {};
    assert.deepEqual(Object.fromEntries(Object.keys(FIELDS).map((field) => [field, row?.fields[field]])), {
      ...FIELDS,
      item_key: undefined,
    });
    assert.deepEqual([row?.fields.training_source, row?.fields.prompt_template], [false, null]);
    assert.deepEqual(recordOf(handle, ADDRESS), FIELDS);
  });

  it("is named by its album, and still is when its row comes again", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [
      insertTemplate("card-deck", FIELDS),
      insertAlbum("a", { set_template: "card-deck" }),
    ]);
    const templateOf = async () =>
      (await observeObjects(handle)).find(({ kind }) => kind === "album")?.row?.fields.set_template;
    assert.equal(await templateOf(), "card-deck");
    runSql(handle, `DELETE FROM ${table} WHERE name = 'Card deck'`);
    assert.equal(await templateOf(), "card-deck", "the record of the template is still there");
    await mustWrite(handle, [insertTemplate("card-deck", FIELDS)]);
    assert.equal(await templateOf(), "card-deck");
    if (profileOf(kind) === "D") return;
    const [row] = querySql(handle, "SELECT id FROM batch_templates");
    assert.deepEqual(querySql(handle, "SELECT source_type, source_id FROM albums"), [
      { source_type: "batch_template", source_id: row?.id },
    ]);
  });

  it("that is deleted is named no longer, by albums that were released neither, until it comes again", async (t) => {
    const handle = await openMigrated(t, kind);
    const albums = ["kept", "released"].map((slug) => insertAlbum(slug, { set_template: "card-deck" }));
    await mustWrite(handle, [insertTemplate("card-deck", FIELDS), ...albums]);
    const templatesOf = async () =>
      (await observeObjects(handle))
        .filter(({ kind }) => kind === "album")
        .map(({ row }) => row?.fields.set_template);
    await mustWrite(handle, [
      { step: "release", kind: "album", address: "album:released", before: {} },
      { step: "delete", kind: "set-template", address: ADDRESS, before: {} },
    ]);
    const namesOfRows = () =>
      querySql(handle, "SELECT t.name FROM albums a JOIN batch_templates t ON t.id = a.source_id");
    // SQLite gives it the id of the deleted one.
    await mustWrite(handle, [insertTemplate("other", { ...FIELDS, slug: "other", name: "Other" })]);
    assert.deepEqual(await templatesOf(), ["card-deck", "card-deck"]);
    if (profileOf(kind) === "E") assert.deepEqual(namesOfRows(), []);
    await mustWrite(handle, [insertTemplate("card-deck", FIELDS)]);
    assert.deepEqual(await templatesOf(), ["card-deck", "card-deck"]);
    if (profileOf(kind) === "E")
      assert.deepEqual(namesOfRows(), [{ name: "Card deck" }, { name: "Card deck" }]);
  });

  it("is matched by its slug, by adopts, or by an equal name", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [insertTemplate("card-deck", FIELDS)]);
    runSql(
      handle,
      profileOf(kind) === "D"
        ? "INSERT INTO albums (name, is_set_template, created_at) VALUES ('Others', TRUE, '2020-01-01')"
        : "INSERT INTO batch_templates (name, csv_path, prompt_template, created_at) VALUES ('Others', '', '', '2020-01-01')",
    );
    const query = { address: "set-template:x", kind: "set-template" as const };
    const matched = async (wanted: object) =>
      (await find(handle, [{ ...query, ...wanted }])).map(({ matchedBy, owner }) => [
        matchedBy,
        owner?.address,
      ]);
    assert.deepEqual(await matched({ slug: "card-deck", name: "Others" }), [["slug", ADDRESS]]);
    assert.deepEqual(await matched({ slug: "x", adopts: "Others", name: "Y" }), [["adopts", undefined]]);
    assert.deepEqual(await matched({ slug: "x", name: "Others" }), [["name", undefined]]);
    assert.deepEqual(await matched({ slug: "x", name: "Y" }), []);
  });
});

describe("a row of batch_templates", () => {
  it("has true values in the columns that can't be NULL", async (t) => {
    const handle = await openMigrated(t, "SQLite E");
    await mustWrite(handle, [insertTemplate("card-deck", FIELDS)]);
    assert.deepEqual(
      querySql(
        handle,
        `SELECT csv_path, csv_data, lora_config, prompt_template, width, height, negative_prompt, created_by, created_at
          FROM batch_templates`,
      ),
      [
        {
          csv_path: "manifests/m.yaml",
          csv_data: '[{"value":"Ace"}]',
          lora_config: '[{"path":"a.safetensors","weight":0.6}]',
          prompt_template: "",
          width: 512,
          height: null,
          negative_prompt: "blurry",
          created_by: "album-sync",
          created_at: NOW,
        },
      ],
    );
    runSql(handle, "UPDATE batch_templates SET width = 640");
    const [object] = await observeObjects(handle);
    assert.equal(object?.row?.fields["generation.width"], 640);
  });

  it("is not deleted unasked while runs of the backend name it", async (t) => {
    const handle = await openMigrated(t, "SQLite E");
    await mustWrite(handle, [insertTemplate("card-deck", FIELDS), insertAlbum("a", {})]);
    runSql(
      handle,
      `INSERT INTO batch_generation_runs (id, template_id, album_id, album_name, user_theme)
        VALUES (7, (SELECT id FROM batch_templates), (SELECT id FROM albums), 'Noir', 'film noir')`,
    );
    runSql(
      handle,
      "INSERT INTO scrape_jobs (id, name, album_id) VALUES (3, 'walks', (SELECT id FROM albums))",
    );
    const uses = await inside(handle, ({ findForeignUses }) => findForeignUses([ADDRESS, "album:a"]));
    assert.deepEqual(uses, [
      { address: "album:a", uses: ["batch_generation_runs 7 (Noir)", "scrape_jobs 3 (walks)"] },
      { address: ADDRESS, uses: ["batch_generation_runs 7 (Noir)"] },
    ]);
  });
});

onDatabasesOfD("a database that the backend moves to generation E", (kind) => {
  it("keeps its objects: templates by name, albums by their row, tables of others as they were", async (t) => {
    const handle = await openMigrated(t, kind);
    await mustWrite(handle, [
      insertTemplate("gone", { ...FIELDS, slug: "gone", name: "Gone" }),
      insertTemplate("card-deck", FIELDS),
      insertAlbum("a", { set_template: "card-deck" }),
      insertAlbum("b", { set_template: "gone" }),
    ]);
    const before = await observeObjects(handle);
    runSql(handle, "DELETE FROM albums WHERE name = 'Gone'");
    if (isOnServer(kind)) for (const statement of serverUpgrade()) runSql(handle, statement);
    await handle.close();
    if (!isOnServer(kind)) upgradeInPlace(handle.file);
    const moved = await openAgain(t, handle, "write");
    const others = [
      "scrape_jobs",
      "training_runs",
      "batch_generation_runs",
      "bug_reports",
      "images",
      "labels",
    ];
    const dump = () => {
      const all = dumpAll(moved);
      return others.map((table) => all[table]);
    };
    const untouched = dump();
    await migrate(moved, { clock: CLOCK, newId: () => "unused" });
    assert.deepEqual(dump(), untouched);
    const after = await observeObjects(moved);
    const facts = (objects: typeof after) =>
      objects.map(({ address, row, recorded }) => [address, row?.fields, recorded]);
    const expected = facts(before).map(([address, fields, recorded]) => [
      address,
      address === "set-template:gone" ? undefined : fields,
      recorded,
    ]);
    assert.deepEqual(facts(after), expected);
    assert.deepEqual(
      querySql(moved, "SELECT name, source_type, source_id, generation_config FROM albums ORDER BY id"),
      [
        { name: "a", source_type: "batch_template", source_id: 1, generation_config: '{"slug": "a"}' },
        {
          name: "b",
          source_type: null,
          source_id: null,
          generation_config: '{"slug": "b", "set_template": "gone"}',
        },
      ],
    );
    assert.deepEqual(querySql(moved, "SELECT csv_path FROM batch_templates"), [
      { csv_path: "manifests/m.yaml" },
    ]);
  });
});
