import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { readTransaction } from "../../../src/db/connection/connect.js";
import { migrate } from "../../../src/db/schema/migrate.js";
import { checkSchema, inspectSchema } from "../../../src/db/schema/schema.js";
import { inspectState, readState } from "../../../src/db/schema/state.js";
import { CLOCK, open, openMigrated } from "../../support/database.js";
import {
  createGeneration,
  GENERATIONS,
  type GenerationName,
  upgradeInPlace,
} from "../../support/generations.js";
import { makeTempDir } from "../../support/temp-dir.js";

/** A database of a generation after some SQL, opened to be read. */
async function openChanged(t: TestContext, generation: GenerationName, sql = "") {
  const file = join(makeTempDir(t), "albums.db");
  createGeneration(file, generation, { shuffled: true });
  const database = new Database(file);
  database.exec(sql);
  database.close();
  return open(t, file, "read");
}

describe("the generation of a database", () => {
  it("is told by what it has", async (t) => {
    for (const generation of GENERATIONS) {
      const handle = await openChanged(t, generation);
      await checkSchema(handle);
      assert.equal((await readState(handle)).generation, generation);
    }
  });

  it("is E although tables that come and go are not there", async (t) => {
    const gone = "DROP TABLE bug_reports; DROP TABLE batch_generation_runs; DROP TABLE scrape_jobs";
    const handle = await openChanged(t, "E", gone);
    await checkSchema(handle);
    assert.equal((await readState(handle)).profile, "E");
  });

  it("is E for a database of ours that the backend upgraded, which is refused until it is migrated", async (t) => {
    const handle = await openMigrated(t);
    await handle.close();
    upgradeInPlace(handle.file);
    const refusal = {
      code: "database-moved",
      message: /^The backend has upgraded the database to generation E/,
    };
    const bytes = readFileSync(handle.file);
    const read = await open(t, handle.file, "read");
    await assert.rejects(checkSchema(read), refusal);
    await assert.rejects(readState(read), refusal);
    const { state, schema } = await inspectState(read);
    assert.deepEqual([state.generation, state.profile, state.schemaVersion], ["E", "E", 8]);
    assert.deepEqual(state.pending, ["009-batch-templates"]);
    assert.equal(schema?.problem?.code, "database-moved");
    await checkSchema(read, "migratable");
    await read.close();
    assert.deepEqual(readFileSync(handle.file), bytes);
    const written = await open(t, handle.file, "write");
    const { applied } = await migrate(written, { clock: CLOCK, newId: () => "x" });
    assert.deepEqual(applied, ["009-batch-templates"]);
    assert.deepEqual((await readState(written)).pending, []);
  });

  const MIXES: readonly (readonly [GenerationName, string, RegExp])[] = [
    [
      "A",
      "ALTER TABLE albums ADD COLUMN csv_data TEXT",
      /has albums\.csv_data \(D\) and lacks .*is_training_source/,
    ],
    [
      "B",
      "ALTER TABLE labels ADD COLUMN created_by TEXT",
      /has labels\.created_by \(C\) and lacks albums\.created_by/,
    ],
    ["D", "CREATE TABLE batch_templates (id INTEGER PRIMARY KEY)", /has table batch_templates \(E\)$/],
    ["D", "ALTER TABLE albums ADD COLUMN source_type TEXT", /has albums\.source_type \(E\)$/],
    ["D", "ALTER TABLE albums DROP COLUMN is_training_source", /lacks albums\.is_training_source$/],
    ["E", "ALTER TABLE albums DROP COLUMN source_id", /lacks albums\.is_training_source$/],
    ["E", "ALTER TABLE albums ADD COLUMN is_training_source BOOLEAN", /mixes generations.*\(E\)$/],
    ["E", "ALTER TABLE albums DROP COLUMN style_suffix", /mixes generations.*style_suffix$/],
    ["E", "ALTER TABLE batch_templates DROP COLUMN csv_path", /lacks batch_templates\.csv_path$/],
    [
      "C",
      "ALTER TABLE images DROP COLUMN steps",
      /The backend did not create this database: it lacks images\.steps/,
    ],
    ["D", "ALTER TABLE training_runs DROP COLUMN training_config", /lacks training_runs\.training_config$/],
    ["D", "DROP TABLE album_images", /The backend did not create this database: it lacks album_images\.id/],
  ];
  for (const [generation, sql, message] of MIXES)
    it(`is refused for ${generation} after ${sql}`, async (t) => {
      const handle = await openChanged(t, generation, sql);
      await assert.rejects(checkSchema(handle), { code: "database-schema", message });
    });

  it("lets columns pass that nobody has to fill, and refuses those that every new row needs", async (t) => {
    await checkSchema(await openChanged(t, "D", "ALTER TABLE albums ADD COLUMN rating INTEGER"));
    const filled = "ALTER TABLE albums ADD COLUMN rating INTEGER NOT NULL DEFAULT 0";
    await checkSchema(await openChanged(t, "D", filled));
    const file = join(makeTempDir(t), "albums.db");
    createGeneration(file, "D", { rows: false });
    const database = new Database(file);
    database.exec("DROP TABLE labels");
    database.exec(`CREATE TABLE labels (id INTEGER PRIMARY KEY, image_id INTEGER, label_text TEXT, confidence FLOAT,
      label_type TEXT, source_model TEXT, source_prompt TEXT, created_by TEXT, created_at DATETIME, lang TEXT NOT NULL)`);
    database.close();
    await assert.rejects(checkSchema(await open(t, file, "read")), {
      code: "database-schema",
      message: /labels\.lang$/,
    });
  });

  it("is refused when a table or column of ours is lost after the migration", async (t) => {
    for (const [sql, lost] of [
      ["DROP TABLE sync_refs", "table sync_refs"],
      ["ALTER TABLE sync_objects DROP COLUMN protect", "sync_objects.protect"],
    ] as const) {
      const handle = await openMigrated(t);
      await handle.close();
      const database = new Database(handle.file);
      database.exec(sql);
      database.close();
      const read = await open(t, handle.file, "read");
      await assert.rejects(checkSchema(read), {
        code: "database-schema",
        message: new RegExp(`lacks ${lost}$`),
      });
    }
  });

  it("costs one query for all tables, and one for the migrations that ran", async (t) => {
    const handle = await openMigrated(t);
    await readTransaction(handle, async (session) => {
      let queries = 0;
      const counted = {
        ...session,
        all: (...args: Parameters<typeof session.all>) => {
          queries++;
          return session.all(...args);
        },
      };
      assert.equal(inspectSchema(counted).problem, null);
      assert.equal(queries, 2);
    });
  });
});
