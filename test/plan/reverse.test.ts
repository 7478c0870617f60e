import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import type { Plan } from "../../src/model/plan.js";
import type { Resource } from "../../src/model/resource.js";
import { profileOf, templateTable } from "../support/database-kinds.js";
import { onEachDatabase } from "../support/each-database.js";
import { type LawDatabase, openLawDatabase, UNLIMITED } from "../support/law-database.js";
import { albumOf, imageOf, templateOf } from "../support/memory-observation.js";

let opened: Awaited<ReturnType<typeof openLawDatabase>>;
const [ONE, TWO] = ["1".repeat(64), "2".repeat(64)];
const a = imageOf("a/1.png", { sha256: ONE, prompt: "one" });
const b = imageOf("a/2.png", { sha256: TWO, prompt: "two" });
const album = albumOf("a", ["a/1.png", "a/2.png"]);

onEachDatabase("taking a run back", (kind) => {
  const profile = profileOf(kind);
  before(async () => {
    opened = await openLawDatabase(kind);
  });
  after(() => opened.remove());

  it("swaps two rows back and leaves the swap due", () =>
    opened.use(async (database) => {
      await apply(database, [a, b, album]);
      const swapped = [
        { ...a, fields: { ...a.fields, sha256: TWO, prompt: "two" }, renamedFrom: b.address },
        { ...b, fields: { ...b.fields, sha256: ONE, prompt: "one" }, renamedFrom: a.address },
        album,
      ];
      const run = await apply(database, swapped);
      await carryOut(database, await database.reverse(run));
      assert.deepEqual(listNames(database), ["1 a__1.png", "2 a__2.png"]);
      assert.deepEqual((await database.plan([a, b, album])).changes, []);
      const again = await database.plan(swapped);
      assert.deepEqual(
        [...again.changes].map(({ action }) => action),
        ["update", "move", "move"],
      );
    }));

  it("gives an adopted row its values back and forgets it, so that no pruning reaches it", () =>
    opened.use(async (database) => {
      database.sql(
        profile === "E"
          ? `INSERT INTO batch_templates (name, description, csv_path, prompt_template, width, created_at)
              VALUES ('T', 'mine', '', '', 512, '2025-01-01 00:00:00.000000')`
          : `INSERT INTO albums (name, description, is_public, generation_config, is_set_template, created_at)
              VALUES ('T', 'mine', TRUE, '{"width": 512}', TRUE, '2025-01-01 00:00:00.000000')`,
      );
      const rows = () => database.rows(`SELECT * FROM ${templateTable(kind)}`);
      const seen = rows();
      const template = templateOf("t", { name: "T", description: "ours", public: false });
      const run = await apply(database, [template]);
      const back = await database.reverse(run, UNLIMITED);
      assert.deepEqual(
        [...back.changes].map(({ action, reason }) => [action, reason]),
        [
          ["update", "as it was before run 1"],
          ["release", "taken over by run 1; its row stays"],
        ],
      );
      await carryOut(database, back);
      assert.deepEqual(rows().map(untimed), seen.map(untimed));
      assert.deepEqual(database.rows("SELECT * FROM sync_objects"), []);
    }));

  it("takes up again what a run released, with the values of then", () =>
    opened.use(async (database) => {
      await apply(database, [a, b, album]);
      const run = await apply(database, [a, albumOf("a", ["a/1.png"])], UNLIMITED);
      const back = await database.reverse(run);
      assert.deepEqual(
        [...back.changes].map(({ action, address }) => [action, address]),
        [["adopt", b.address]],
      );
      await carryOut(database, back);
      assert.deepEqual((await database.plan([a, b, album])).changes, []);
    }));

  it("makes a deleted album again with the images that it showed, in their order", () =>
    opened.use(async (database) => {
      const shown = [a, b].map((image) => ({
        ...image,
        fields: { ...image.fields, albums: ["album:a", "album:z"] },
      }));
      const both = shown.map((image) => ({ ...image, albums: ["album:a", "album:z"] }));
      const other = albumOf("z", ["a/2.png", "a/1.png"]);
      await apply(database, [...both, album, other]);
      const run = await apply(database, [a, b, album], { ...UNLIMITED, prune: true });
      await carryOut(database, await database.reverse(run));
      const links = database.rows(
        "SELECT i.filename FROM album_images m JOIN images i ON i.id = m.image_id JOIN albums x ON x.id = m.album_id WHERE x.name = 'z' ORDER BY m.id",
      );
      assert.deepEqual(links, [{ filename: "a__2.png" }, { filename: "a__1.png" }]);
      assert.deepEqual((await database.plan([...both, album, other])).changes, []);
    }));

  it("blocks what was edited since, names both values, and takes back the rest", () =>
    opened.use(async (database) => {
      await apply(database, [a, b, album]);
      const run = await apply(database, [reprompt(a, "first"), reprompt(b, "second"), album]);
      database.sql("UPDATE images SET prompt = 'by hand' WHERE id = 1");
      const back = await database.reverse(run);
      assert.deepEqual(
        back.blocked.map(({ code, reason }) => [code, reason]),
        [
          [
            "reverse-edited",
            'prompt was changed since run 2: the run wrote "first", the current value is "by hand"',
          ],
        ],
      );
      await carryOut(database, back);
      assert.deepEqual(listPrompts(database), ["by hand", "two"]);
    }));

  it("takes back an earlier run where the later one touched something else", () =>
    opened.use(async (database) => {
      await apply(database, [a, b, album]);
      const run = await apply(database, [reprompt(a, "first"), b, album]);
      await apply(database, [reprompt(a, "first"), reprompt(b, "second"), album]);
      await carryOut(database, await database.reverse(run));
      assert.deepEqual(listPrompts(database), ["one", "second"]);
    }));

  it("blocks a name that is in use again, and a row that is gone", () =>
    opened.use(async (database) => {
      await apply(database, [a, b, album]);
      const moved = imageOf("a/9.png", { sha256: ONE, prompt: "other" }, { renamedFrom: a.address });
      const run = await apply(database, [moved, albumOf("a", ["a/9.png"])], { ...UNLIMITED, prune: true });
      database.sql("INSERT INTO images (filename, file_path) VALUES ('a__2.png', '/x')");
      await apply(database, [moved, a, albumOf("a", ["a/9.png", "a/1.png"])], UNLIMITED);
      const { blocked } = await database.reverse(run);
      assert.deepEqual(
        blocked.map(({ address, code }) => [address, code]),
        [
          ["image:a/2.png", "reverse-name-in-use"],
          ["image:a/9.png", "reverse-name-in-use"],
        ],
      );
      for (const table of ["album_images", "labels"])
        database.sql(
          `DELETE FROM ${table} WHERE image_id = (SELECT id FROM images WHERE filename = 'a__9.png')`,
        );
      database.sql("DELETE FROM images WHERE filename = 'a__9.png'");
      const later = await database.reverse(run);
      assert.deepEqual(
        later.blocked.map(({ code }) => code),
        ["reverse-name-in-use", "reverse-object-missing"],
      );
    }));

  it("moves back to a name that the run gave away once that row is deleted, and then leaves it alone", () =>
    opened.use(async (database) => {
      await apply(database, [a, b, album]);
      const moved = imageOf("a/9.png", { sha256: ONE, prompt: "one" }, { renamedFrom: a.address });
      const run = await apply(database, [a, b, moved, albumOf("a", ["a/1.png", "a/2.png", "a/9.png"])]);
      const options = { ...UNLIMITED, prune: true };
      const first = await database.reverse(run, options);
      assert.deepEqual(
        first.blocked.map(({ address, code }) => [address, code]),
        [[moved.address, "reverse-name-in-use"]],
      );
      await carryOut(database, first);
      await carryOut(database, await database.reverse(run, options));
      assert.deepEqual(listNames(database), ["1 a__1.png", "2 a__2.png"]);
      const again = await database.reverse(run, options);
      assert.deepEqual([again.changes, again.blocked], [[], []]);
    }));

  it("stops what would release everything unless that is consented to", () =>
    opened.use(async (database) => {
      const run = await apply(database, [a, b, album]);
      const back = await database.reverse(run);
      assert.deepEqual(
        back.guards.map(({ code }) => code),
        ["budget-exceeded", "budget-exceeded"],
      );
      assert.deepEqual((await database.reverse(run, UNLIMITED)).guards, []);
    }));

  it("deletes no row that it made when others changed or use it", () =>
    opened.use(async (database) => {
      const run = await apply(database, [a, b, album]);
      database.sql("UPDATE images SET prompt = 'by hand' WHERE id = 1");
      database.sql(
        "INSERT INTO labels (image_id, label_text, label_type, created_by) VALUES (2, 'x', 'user', 'ana')",
      );
      const { blocked } = await database.reverse(run, { ...UNLIMITED, prune: true });
      assert.deepEqual(
        blocked.map(({ address, code }) => [address, code]),
        [
          [a.address, "reverse-edited"],
          [b.address, "foreign-rows"],
        ],
      );
    }));

  it("finds nothing left to do once it is done", () =>
    opened.use(async (database) => {
      await apply(database, [a, b, album]);
      const moved = imageOf("a/9.png", { sha256: ONE, prompt: "one", labels: [{ text: "x", type: "tag" }] });
      const run = await apply(database, [moved, reprompt(b, "second"), albumOf("a", ["a/2.png", "a/9.png"])]);
      await carryOut(database, await database.reverse(run));
      const again = await database.reverse(run);
      assert.deepEqual([again.changes, again.blocked], [[], []]);
    }));
});

function reprompt<R extends Resource>(image: R, prompt: string): R {
  return { ...image, fields: { ...image.fields, prompt } };
}

async function apply(
  database: LawDatabase,
  resources: readonly Resource[],
  options: Parameters<LawDatabase["plan"]>[1] = {},
): Promise<number> {
  return carryOut(database, await database.plan(resources, options));
}

async function carryOut(database: LawDatabase, plan: Plan): Promise<number> {
  const result = await database.execute(plan);
  assert.ok(result.done, JSON.stringify(result));
  return result.run;
}

function listNames(database: LawDatabase): readonly string[] {
  return database
    .rows("SELECT id, filename FROM images ORDER BY id")
    .map(({ id, filename }) => `${id} ${filename}`);
}

function listPrompts(database: LawDatabase): readonly unknown[] {
  return database.rows("SELECT prompt FROM images ORDER BY id").map(({ prompt }) => prompt);
}

function untimed({ updated_at: _, ...row }: Record<string, unknown>): Record<string, unknown> {
  return row;
}
