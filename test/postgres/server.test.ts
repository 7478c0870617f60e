import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it, type TestContext } from "node:test";
import { planHistory } from "../../src/apply/history.js";
import { planSteps } from "../../src/apply/steps.js";
import { type DatabaseHandle, writeTransaction } from "../../src/db/connection/connect.js";
import { openDatabase } from "../../src/db/open-database.js";
import { observe } from "../../src/db/read/observe.js";
import { migrate } from "../../src/db/schema/migrate.js";
import { readState } from "../../src/db/schema/state.js";
import { createRowTarget } from "../../src/db/write/row-target.js";
import type { BaselineUpdate } from "../../src/model/baseline.js";
import type { Resource } from "../../src/model/resource.js";
import { planChanges } from "../../src/plan/plan.js";
import { ask, connectTo } from "../support/ask-server.js";
import { CLOCK, RUN } from "../support/database.js";
import { onServer } from "../support/each-database.js";
import { albumOf, estateOf, imageOf, planOptions, templateOf } from "../support/memory-observation.js";
import { PROJECT_DIR } from "../support/paths.js";
import { createServerDatabase } from "../support/postgres.js";

const BACKEND = readFileSync(join(PROJECT_DIR, "test/postgres/fixtures/backend.sql"), "utf8");
const ESTATE = [
  imageOf("a/1.png", { sha256: "1".repeat(64), prompt: "one", seed: "9007199254740993" }),
  imageOf("a/2.png", { sha256: "2".repeat(64), labels: [{ text: "x", type: "tag" }] }),
  albumOf("a", ["a/1.png", "a/2.png"]),
  templateOf("t"),
];

onServer("tables that the backend made on a server", () => {
  it("are taken over with every row, and go on giving ids to the backend", async (t) => {
    const { url, handle } = await openBackend(t);
    await ask(url, "INSERT INTO images (filename, file_path, seed) VALUES ('b.png', '/b.png', 7)");
    await ask(url, "INSERT INTO labels (image_id, label_text) VALUES (1, 'theirs')");
    assert.equal((await readState(handle)).generation, "D");
    const { applied, backup } = await migrate(handle, { clock: CLOCK, newId: () => "one" });
    assert.deepEqual([applied.length, backup], [8, null]);
    await apply(handle, ESTATE);
    assert.equal((await plan(handle, ESTATE)).changes.length, 0);
    await ask(url, "INSERT INTO images (filename, file_path) VALUES ('c.png', '/c.png')");
    assert.deepEqual(await ask(url, "SELECT id, filename, seed, is_public FROM images ORDER BY id"), [
      { id: 1, filename: "b.png", seed: 7, is_public: null },
      { id: 2, filename: "a__1.png", seed: null, is_public: false },
      { id: 3, filename: "a__2.png", seed: null, is_public: false },
      { id: 4, filename: "c.png", seed: null, is_public: null },
    ]);
    assert.deepEqual(await ask(url, "SELECT label_text FROM labels WHERE image_id = 1"), [
      { label_text: "theirs" },
    ]);
  });

  it("are migrated from their oldest generation", async (t) => {
    const { url, handle } = await openBackend(t);
    await ask(
      url,
      `ALTER TABLE albums DROP is_training_source, DROP created_by, DROP is_set_template, DROP csv_data, DROP base_prompt,
        DROP prompt_template, DROP style_suffix, DROP example_theme, DROP lora_config`,
    );
    await ask(url, "ALTER TABLE labels DROP created_by");
    await ask(url, "ALTER TABLE album_images DROP added_by");
    await ask(url, "INSERT INTO albums (name, is_public) VALUES ('old', TRUE)");
    assert.equal((await readState(handle)).generation, "A");
    assert.equal((await plan(handle, ESTATE)).changes.length, ESTATE.length);
    await migrate(handle, { clock: CLOCK, newId: () => "one" });
    assert.equal((await readState(handle)).generation, "D");
    const [row] = await ask(
      url,
      "SELECT name, is_public, is_training_source, is_set_template, csv_data FROM albums",
    );
    assert.deepEqual(row, {
      name: "old",
      is_public: true,
      is_training_source: false,
      is_set_template: false,
      csv_data: null,
    });
  });

  it("are refused as they are where the backend is newer or the tables are somebody else's", async (t) => {
    const { url, handle } = await openBackend(t);
    await ask(url, "ALTER TABLE albums ADD odd INTEGER NOT NULL");
    await assert.rejects(readState(handle), { code: "database-schema", message: /albums\.odd$/ });
  });
});

onServer("marks of what others change on a server", () => {
  it("are made for compared columns of owned rows, also where triggers are told not to fire", async (t) => {
    const { url, handle } = await openApplied(t);
    const edit = async (sql: string) => {
      await ask(url, "DELETE FROM sync_dirty");
      await ask(url, sql);
      return (await ask(url, "SELECT table_name, row_id FROM sync_dirty ORDER BY 1, 2")).map(
        ({ table_name, row_id }) => `${table_name} ${row_id}`,
      );
    };
    assert.deepEqual(await edit("UPDATE images SET prompt = 'x' WHERE id = 1"), ["images 1"]);
    assert.deepEqual(await edit("UPDATE images SET updated_at = now()"), []);
    assert.deepEqual(await edit("INSERT INTO images (filename, file_path) VALUES ('u.png', '/u')"), []);
    assert.deepEqual(await edit("DELETE FROM labels"), ["images 2"]);
    assert.deepEqual(await edit("DELETE FROM album_images"), ["albums 2", "images 1", "images 2"]);
    const replica = "SET session_replication_role = 'replica'; UPDATE albums SET name = 'x' WHERE id = 1";
    assert.deepEqual(await edit(replica), ["albums 1"]);
    assert.notEqual(await baselineOf(handle), null);
  });

  it("are not believed once a trigger, a column or a table's rows went another way", async (t) => {
    for (const sql of [
      "DROP TRIGGER sync_mark_images_update ON images",
      "ALTER TABLE labels DISABLE TRIGGER sync_mark_labels_insert",
      "ALTER TABLE images ADD mood TEXT",
      "CREATE OR REPLACE FUNCTION sync_mark() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
      "TRUNCATE labels",
    ]) {
      const { url, handle } = await openApplied(t);
      await ask(url, sql);
      assert.equal(await baselineOf(handle), null, sql);
      await apply(handle, [...ESTATE, imageOf("a/3.png", { sha256: "3".repeat(64) })]);
      assert.notEqual(await baselineOf(handle), null, sql);
    }
  });

  it("of a transaction that ends after the plan outlive the apply", async (t) => {
    const { url, handle } = await openApplied(t);
    const other = await connectTo(url);
    await other.query("BEGIN");
    await other.query("UPDATE images SET prompt = 'later' WHERE id = 1");
    const { baseline, watermark } = await look(handle);
    assert.deepEqual([...(baseline?.touched ?? [])], []);
    // Another transaction has the higher number, and is seen.
    await ask(url, "UPDATE images SET prompt = 'now' WHERE id = 2");
    await other.query("COMMIT");
    await other.end();
    await apply(handle, ESTATE.slice(0, 0), { watermark, manifests: [], forgotten: [] });
    const left = await ask(url, "SELECT row_id FROM sync_dirty ORDER BY row_id");
    assert.deepEqual(left, [{ row_id: 1 }, { row_id: 2 }]);
  });
});

onServer("several programs on a server", () => {
  it("wait for each other when they write, as long as they may, and never when they read", async (t) => {
    const { url, handle } = await openApplied(t);
    const other = await connectTo(url);
    t.after(() => other.end());
    await other.query("BEGIN");
    await other.query("UPDATE images SET prompt = 'theirs' WHERE id = 1");
    let waits = 0;
    handle.writerWait = { ...handle.writerWait, timeoutMs: 1500, onWait: () => waits++ };
    await assert.rejects(
      writeTransaction(handle, async () => {}),
      { code: "database-busy" },
    );
    assert.equal(waits, 1);
    const reader = await openDatabase(url, { mode: "read" });
    t.after(() => reader.close());
    assert.equal((await plan(reader, ESTATE)).changes.length, 0);
    await other.query("COMMIT");
    await writeTransaction(handle, async (session) => {
      session.run("UPDATE images SET prompt = 'ours' WHERE id = 1");
      assert.equal((await plan(reader, ESTATE)).changes.length, 1, "others read what was there before");
    });
  });

  it("are told in plain words what keeps them from connecting, without the password", async (t) => {
    const { url } = await createDatabase(t);
    const wrong = new URL(url);
    wrong.password = "hush";
    const missing = new URL(url);
    missing.pathname = "/nowhere";
    const silent = new URL(url);
    silent.port = "1";
    for (const [target, code, words] of [
      [wrong, "database-unreachable", /refuses the connection/],
      [missing, "database-missing", /does not exist/],
      [silent, "database-unreachable", /can't be reached/],
    ] as const)
      await assert.rejects(
        openDatabase(target.href, { mode: "read" }),
        (error: Error & { code?: string }) => {
          assert.deepEqual([error.code, /hush|sync:sync/.test(error.message)], [code, false]);
          assert.match(error.message, words);
          return true;
        },
      );
  });

  it("are refused a value that has no room, and nothing of the run is kept", async (t) => {
    const { url, handle } = await openApplied(t);
    const long = imageOf("a/3.png", { sha256: "3".repeat(64), prompt: "a\u0000b" });
    await assert.rejects(apply(handle, [...ESTATE, long]), { code: "database-value" });
    assert.deepEqual(await ask(url, "SELECT count(*) AS n FROM images"), [{ n: "2" }]);
  });
});

async function createDatabase(t: TestContext): Promise<{ readonly url: string }> {
  const { url, remove } = await createServerDatabase();
  t.after(remove);
  return { url };
}

/** A database with the backend's own tables. */
async function openBackend(t: TestContext) {
  const { url } = await createDatabase(t);
  await ask(url, BACKEND);
  return { url, handle: await open(t, url) };
}

async function openApplied(t: TestContext) {
  const { url } = await createDatabase(t);
  const handle = await open(t, url);
  await migrate(handle, { clock: CLOCK, newId: () => "one" });
  await apply(handle, ESTATE);
  return { url, handle };
}

async function open(t: TestContext, url: string): Promise<DatabaseHandle> {
  const handle = await openDatabase(url, { mode: "write" });
  t.after(() => handle.close());
  return handle;
}

function plan(handle: DatabaseHandle, resources: readonly Resource[]) {
  return observe(handle, { estate: "main", hashFile: () => null }, (observation) =>
    planChanges(estateOf(...resources), observation, planOptions()),
  );
}

async function apply(handle: DatabaseHandle, resources: readonly Resource[], baseline?: BaselineUpdate) {
  const made = await plan(handle, resources);
  const result = await createRowTarget(handle, { clock: CLOCK }).execute(
    planSteps(made),
    planHistory(made),
    RUN,
    () => {},
    baseline,
  );
  assert.ok(result.done);
}

function look(handle: DatabaseHandle) {
  return observe(handle, { estate: "main", hashFile: () => null }, async ({ baseline, watermark }) => ({
    baseline,
    watermark,
  }));
}

async function baselineOf(handle: DatabaseHandle) {
  return (await look(handle)).baseline;
}
