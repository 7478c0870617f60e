import assert from "node:assert/strict";
import { join } from "node:path";
import { it, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { openDatabase } from "../../src/db/open-database.js";
import { migrate } from "../../src/db/schema/migrate.js";
import type { Failure } from "../../src/engine/project/failure.js";
import { ask } from "../support/ask-server.js";
import { copy, leftovers, rowsOfFile } from "../support/copied-databases.js";
import { CLOCK } from "../support/database.js";
import { onServer } from "../support/each-database.js";
import { createServerDatabase } from "../support/postgres.js";
import { makeTempDir } from "../support/temp-dir.js";

const IMAGE = "INSERT INTO images (id, filename, file_path";

onServer("a copy from SQLite to PostgreSQL", () => {
  it("names table, id and column of each value without room, and writes nothing", async (t) => {
    const { file, url } = await openOriginal(t);
    sql(
      file,
      `${IMAGE}, seed) VALUES (1, 'a', '/a', 4294967296)`,
      `${IMAGE}, steps) VALUES (2, 'b', '/b', 2147483648)`,
      `${IMAGE}, is_public) VALUES (3, 'c', '/c', 2)`,
      `${IMAGE}, created_at) VALUES (4, 'd', '/d', 'yesterday')`,
      `${IMAGE}, prompt) VALUES (5, 'e', '/e', 'a' || char(0) || 'b')`,
      `${IMAGE}, prompt) VALUES (6, 'f', '/f', CAST(x'61ff62' AS TEXT))`,
      `${IMAGE}, steps) VALUES (7, 'g', '/g', 'many')`,
      `${IMAGE}, guidance_scale) VALUES (8, 'h', '/h', 'high')`,
      `INSERT INTO albums (id, name) VALUES (9, '${"🂡".repeat(256)}')`,
      `INSERT INTO albums (id, name) VALUES (10, '${"🂡".repeat(255)}')`,
      "INSERT INTO labels (id, image_id, label_text) VALUES (11, 77, 'x')",
      "INSERT INTO labels (id, image_id, label_text) VALUES (12, 1, x'00')",
    );
    const summaries = await refusedValues(copy(`sqlite:${file}`, url));
    assert.deepEqual(
      summaries.map((summary) => summary.replace(/^.* has no room for /, "")),
      [
        "labels 11: image_id is 77, which is no row of images",
        "albums 9: name has 256 characters, 255 have room",
        "images 1: seed is 4294967296, beyond 32 bits",
        "images 2: steps is 2147483648, beyond 32 bits",
        "images 3: is_public is 2, neither 0 nor 1",
        'images 4: created_at is "yesterday", no date and time',
        "images 5: prompt holds the character U+0000",
        "images 6: prompt is text with bytes that are no UTF-8",
        'images 7: steps is "many", no integer',
        'images 8: guidance_scale is "high", no number',
        "labels 12: label_text is 1 bytes, no text",
      ],
    );
    assert.doesNotMatch(summaries.join(), /sync:sync/);
    assert.deepEqual(await tablesOf(url), []);
  });

  it("gives times six digits, and the record of an album its row with them", async (t) => {
    const { file, url } = await openOriginal(t);
    sql(
      file,
      "INSERT INTO albums (id, name, created_at) VALUES (1, 'a', '2026-01-02 03:04:05'), (2, 'b', '2026-01-02')",
      `INSERT INTO sync_objects (estate, address, kind, row_id, guard, manifest, state, protect, run, fields)
        VALUES ('main', 'album:a', 'album', 1, '2026-01-02 03:04:05', 'a.yaml', 'owned', 0, 1, '{}')`,
    );
    await copy(`sqlite:${file}`, url);
    const [row] = await ask(
      url,
      `SELECT guard, to_char(created_at, 'YYYY-MM-DD HH24:MI:SS.US') AS time FROM sync_objects JOIN albums ON id = row_id`,
    );
    assert.deepEqual(row, { guard: "2026-01-02 03:04:05.000000", time: "2026-01-02 03:04:05.000000" });
  });

  it("takes tables of others along, with keys, defaults, references in a circle and numbers to come", async (t) => {
    const { file, url } = await openOriginal(t);
    sql(
      file,
      `CREATE TABLE "Jobs of ours" (job_id INTEGER PRIMARY KEY, parent INTEGER REFERENCES "Jobs of ours", note VARCHAR(9) DEFAULT 'it''s',
        is_on BOOLEAN NOT NULL DEFAULT 1, bytes BLOB, at DATETIME DEFAULT CURRENT_TIMESTAMP, big BIGINT, UNIQUE (note, is_on))`,
      `CREATE INDEX by_big ON "Jobs of ours" (big)`,
      `INSERT INTO "Jobs of ours" (job_id, parent, bytes, big) VALUES (40, 41, x'00ff', 9007199254740993)`,
      `INSERT INTO "Jobs of ours" (job_id, note) VALUES (41, NULL)`,
      `UPDATE "Jobs of ours" SET at = '2026-01-02 03:04:05.000000'`,
      "CREATE VIEW names AS SELECT name FROM albums",
    );
    const report = await copy(`sqlite:${file}`, url);
    assert.deepEqual(report.left, ["view names"]);
    const back = join(file, "../back.db");
    await copy(url, `sqlite:${back}`);
    assert.deepEqual(rowsOfFile(back), rowsOfFile(file));
    const added = await ask(
      url,
      `INSERT INTO "Jobs of ours" (parent, note) VALUES (40, 'x') RETURNING job_id, note, is_on`,
    );
    assert.deepEqual(added, [{ job_id: 42, note: "x", is_on: true }]);
    await assert.rejects(ask(url, `INSERT INTO "Jobs of ours" (parent, note) VALUES (99, 'y')`), {
      code: "23503",
    });
    await assert.rejects(ask(url, `INSERT INTO "Jobs of ours" (note) VALUES ('x')`), { code: "23505" });
    assert.equal((await ask(url, "SELECT 1 FROM pg_indexes WHERE indexname = 'by_big'")).length, 1);
  });

  it("refuses a table that a server can't have, unless it is left out by name", async (t) => {
    const { file, url } = await openOriginal(t);
    sql(
      file,
      "CREATE TABLE odd (id INTEGER PRIMARY KEY, what JSONB)",
      "CREATE TABLE more (odd INTEGER REFERENCES odd)",
    );
    await assert.rejects(copy(`sqlite:${file}`, url), {
      code: "copy-table",
      message: /table odd.*what is JSONB/,
    });
    await assert.rejects(copy(`sqlite:${file}`, url, { without: ["odd"] }), {
      message: /more.*refers to odd/,
    });
    await assert.rejects(copy(`sqlite:${file}`, url, { without: ["sync_runs"] }), { code: "copy-table" });
    assert.deepEqual(await tablesOf(url), []);
    const { left } = await copy(`sqlite:${file}`, url, { without: ["odd", "more"] });
    assert.deepEqual(left, ["table more", "table odd"]);
    // A file can have it.
    await copy(`sqlite:${file}`, `sqlite:${join(file, "../alike.db")}`);
    assert.deepEqual(rowsOfFile(join(file, "../alike.db")), rowsOfFile(file));
  });

  it("keeps the identity, or gives a new one, and goes on with numbers of rows that are gone", async (t) => {
    const { file, url } = await openOriginal(t);
    sql(file, `${IMAGE}) VALUES (7, 'a', '/a')`);
    assert.equal((await copy(`sqlite:${file}`, url)).id, "one");
    await ask(url, "DELETE FROM images");
    const second = await createServerDatabase();
    t.after(second.remove);
    const { id } = await copy(url, second.url, { hasNewId: true });
    assert.match(id, /^[0-9a-f-]{36}$/);
    const [row] = await ask(
      second.url,
      "INSERT INTO images (filename, file_path) VALUES ('b', '/b') RETURNING id",
    );
    assert.deepEqual(row, { id: 8 });
    assert.deepEqual(await ask(second.url, "SELECT value FROM sync_meta WHERE name = 'database_id'"), [
      { value: id },
    ]);
  });

  it("goes on to mark what others change, and compares everything where marks were lost", async (t) => {
    const { file, url } = await openOriginal(t);
    sql(
      file,
      `${IMAGE}) VALUES (1, 'a', '/a')`,
      `INSERT INTO sync_objects (estate, address, kind, row_id, guard, manifest, state, protect, run, fields)
        VALUES ('main', 'image:a', 'image', 1, 'a', 'a.yaml', 'owned', 0, 1, '{}')`,
    );
    await copy(`sqlite:${file}`, url);
    assert.equal(await isIntact(url), true);
    await ask(url, "UPDATE images SET prompt = 'x'");
    assert.deepEqual(await ask(url, "SELECT table_name, row_id FROM sync_dirty"), [
      { table_name: "images", row_id: 1 },
    ]);
    await ask(url, "DROP TRIGGER sync_mark_images_update ON images");
    const back = join(file, "../back.db");
    await copy(url, `sqlite:${back}`);
    assert.equal(await isIntact(`sqlite:${back}`), false);
  });

  it("refuses a target with anything in it, and leaves no file behind", async (t) => {
    const { file, url } = await openOriginal(t);
    await ask(url, "CREATE TABLE notes (id INTEGER)");
    await assert.rejects(copy(`sqlite:${file}`, url), {
      code: "copy-target-not-empty",
      message: /it has notes$/,
    });
    await assert.rejects(copy(`sqlite:${file}`, `sqlite:${file}`), { code: "copy-target-not-empty" });
    await assert.rejects(copy(url, `sqlite:${join(file, "../new.db")}`), { code: "database-unmigrated" });
    assert.deepEqual(
      leftovers(join(file, "..")).filter((name) => name.startsWith("new")),
      [],
    );
  });
});

/** A migrated file, and an empty database on a server. */
async function openOriginal(t: TestContext) {
  const { url, remove } = await createServerDatabase();
  t.after(remove);
  const file = join(makeTempDir(t), "albums.db");
  const handle = await openDatabase(`sqlite:${file}`, { mode: "create" });
  await migrate(handle, { clock: CLOCK, newId: () => "one" });
  await handle.close();
  return { file, url };
}

function sql(file: string, ...statements: readonly string[]): void {
  const database = new Database(file);
  database.pragma("foreign_keys = OFF");
  for (const statement of statements) database.exec(statement);
  database.close();
}

async function refusedValues(work: Promise<unknown>): Promise<readonly string[]> {
  const error = (await work.catch((reason: unknown) => reason)) as Failure;
  assert.deepEqual([...new Set(error.diagnostics.map(({ code }) => code))], ["copy-value"]);
  return error.diagnostics.map(({ summary }) => summary);
}

async function tablesOf(url: string) {
  return ask(url, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace");
}

async function isIntact(url: string): Promise<boolean> {
  const handle = await openDatabase(url, { mode: "read" });
  const intact = await handle.transact(async (session) => session.dialect.tracking.isIntact(session));
  await handle.close();
  return intact;
}
