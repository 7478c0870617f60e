import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import { migrate } from "../../../src/db/schema/migrate.js";
import { listPending } from "../../../src/db/schema/migrations/index.js";
import { checkSchema } from "../../../src/db/schema/schema.js";
import { inspectState, readState } from "../../../src/db/schema/state.js";
import { CLOCK, open, querySql } from "../../support/database.js";
import {
  columnNames,
  createGeneration,
  dumpTable,
  GENERATIONS,
  tablesOf,
} from "../../support/generations.js";
import { columnsIn } from "../../support/row-target.js";
import { makeTempDir } from "../../support/temp-dir.js";

const OPTIONS = { clock: CLOCK, newId: () => "database-1" };
const namesOf = (profile: "D" | "E") => listPending(profile, new Set()).map(({ name }) => name);
const NAMES = namesOf("D");
/** What a generation is migrated to. */
const profileOf = (generation: string) => (generation === "E" ? "E" : "D");

describe("migrate", () => {
  it("makes the newest generation in an empty database, with the columns that the backend has", async (t) => {
    const file = join(makeTempDir(t), "deep/er/albums.db");
    const handle = await open(t, file);
    assert.deepEqual(await migrate(handle, OPTIONS), { applied: NAMES, backup: null });
    assert.deepEqual(await readState(handle), {
      id: "database-1",
      schemaVersion: NAMES.length,
      generation: "D",
      profile: "D",
      pending: [],
      servedFrom: null,
    });
    for (const table of ["albums", "images", "labels", "album_images", "migration_history"]) {
      const columns = querySql(handle, "SELECT name FROM pragma_table_info(?)", table).map(
        ({ name }) => name,
      );
      assert.deepEqual(columns.toSorted(), columnNames(table, "D").toSorted(), table);
    }
    const sequences =
      "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' AND name NOT LIKE 'sync\\_%' ESCAPE '\\'";
    assert.deepEqual(
      querySql(handle, sequences),
      [],
      "ids are given as in the backend, not by AUTOINCREMENT",
    );
  });

  for (const generation of GENERATIONS)
    for (const shuffled of [false, true])
      it(`adopts generation ${generation}${shuffled ? " with its columns in another order" : ""}, every row kept`, async (t) => {
        const folder = makeTempDir(t);
        const file = join(folder, "albums.db");
        createGeneration(file, generation, { shuffled });
        const tables = tablesOf(generation);
        const dump = (from: string) =>
          tables.map((table) => dumpTable(from, table, columnNames(table, generation)));
        const before = dump(file);
        const handle = await open(t, file, "write");
        const { applied, backup } = await migrate(handle, OPTIONS);
        assert.deepEqual(applied, namesOf(profileOf(generation)));
        assert.deepEqual(dump(file), before);
        assert.equal(backup, join(folder, "albums.db.before-migration-20260102-030405"));
        assert.deepEqual(dump(backup as string), before);
        const state = await readState(handle);
        assert.deepEqual(
          [state.generation, state.profile, state.pending],
          [profileOf(generation), profileOf(generation), []],
        );
        const history = querySql(handle, "SELECT name FROM sqlite_master WHERE name = 'migration_history'");
        assert.equal(history.length, generation >= "D" ? 1 : 0);
        if (generation === "E") {
          assert.deepEqual(columnsIn(handle, "albums").toSorted(), columnNames("albums", "E").toSorted());
          return;
        }
        const added = querySql(
          handle,
          "SELECT DISTINCT is_training_source, is_set_template FROM albums WHERE id <> 4",
        );
        assert.deepEqual(added, [{ is_training_source: 0, is_set_template: generation === "D" ? null : 0 }]);
      });

  it("does nothing the second time", async (t) => {
    const folder = makeTempDir(t);
    const file = join(folder, "albums.db");
    createGeneration(file, "B");
    const handle = await open(t, file, "write");
    await migrate(handle, OPTIONS);
    const schema = querySql(handle, "SELECT name, sql FROM sqlite_master ORDER BY name");
    const files = readdirSync(folder).sort();
    assert.deepEqual(await migrate(handle, OPTIONS), { applied: [], backup: null });
    assert.deepEqual(querySql(handle, "SELECT name, sql FROM sqlite_master ORDER BY name"), schema);
    assert.deepEqual(readdirSync(folder).sort(), files);
  });

  it("is done once by two that start together", async (t) => {
    const file = join(makeTempDir(t), "albums.db");
    createGeneration(file, "A");
    const outcomes = await Promise.all([migrateInProcess(file, "one"), migrateInProcess(file, "two")]);
    assert.deepEqual(outcomes.flatMap(({ applied }) => applied).toSorted(), NAMES);
    const winner = outcomes[0]?.applied.length === 0 ? "two" : "one";
    assert.equal((await readState(await open(t, file, "read"))).id, winner);
  });

  it("puts an index on what rows are looked up by", async (t) => {
    const handle = await open(t, join(makeTempDir(t), "albums.db"));
    await migrate(handle, OPTIONS);
    for (const [table, column] of [
      ["images", "file_path"],
      ["labels", "image_id"],
      ["album_images", "album_id"],
      ["album_images", "image_id"],
    ]) {
      const [plan] = querySql(handle, `EXPLAIN QUERY PLAN SELECT * FROM ${table} WHERE ${column} = 1`);
      assert.match(String(plan?.detail), /USING INDEX/, `${table}.${column}`);
    }
  });
});

describe("the state of a database", () => {
  it("is read from every generation without any table of ours", async (t) => {
    for (const generation of GENERATIONS) {
      const file = join(makeTempDir(t), "albums.db");
      createGeneration(file, generation, { shuffled: true });
      const state = await readState(await open(t, file, "read"));
      const profile = profileOf(generation);
      const pending = namesOf(profile);
      assert.deepEqual(state, {
        id: "none",
        schemaVersion: 0,
        generation,
        profile,
        pending,
        servedFrom: null,
      });
    }
  });

  it("is empty for a database that is not there, and none is made", async (t) => {
    const folder = makeTempDir(t);
    const state = await readState(await open(t, join(folder, "data/albums.db"), "read"));
    assert.deepEqual(state, {
      id: "none",
      schemaVersion: 0,
      generation: "empty",
      profile: "D",
      pending: NAMES,
      servedFrom: null,
    });
    assert.equal(existsSync(join(folder, "data")), false);
  });

  it("is refused when the backend can't have made the database", async (t) => {
    const file = join(makeTempDir(t), "notes.db");
    const database = new Database(file);
    database.exec("CREATE TABLE albums (id INTEGER PRIMARY KEY, title TEXT)");
    database.close();
    await assert.rejects(readState(await open(t, file, "read")), {
      code: "database-schema",
      message: /albums\.name.*images\.id/,
    });
  });

  it("is refused when a newer version of the program migrated the database", async (t) => {
    const handle = await open(t, join(makeTempDir(t), "albums.db"));
    await migrate(handle, OPTIONS);
    querySql(handle, "INSERT INTO sync_migrations VALUES (999, '999-future', 'x') RETURNING number");
    await assert.rejects(readState(handle), { code: "database-newer" });
  });

  const DISORDERS = {
    "lacks an entry in the middle": "DELETE FROM sync_migrations WHERE number = 3",
    "lacks the first entry": "DELETE FROM sync_migrations WHERE number = 1",
    "has two entries in each other's place":
      "UPDATE sync_migrations SET name = CASE number WHEN 2 THEN '003-lookup-indexes' ELSE '002-later-columns' END WHERE number IN (2, 3)",
    "has an entry under a foreign name": "UPDATE sync_migrations SET name = '008-other' WHERE number = 8",
  };
  for (const [what, sql] of Object.entries(DISORDERS))
    it(`is refused, without a copy or a change, when its history ${what}`, async (t) => {
      const folder = makeTempDir(t);
      const handle = await open(t, join(folder, "albums.db"));
      await migrate(handle, OPTIONS);
      querySql(handle, `${sql} RETURNING number`);
      const before = querySql(handle, "SELECT * FROM sync_migrations ORDER BY number");
      const refusal = { code: "database-history", message: /sync_migrations lists 00\d-/ };
      await assert.rejects(readState(handle), refusal);
      await assert.rejects(checkSchema(handle), refusal);
      assert.equal((await inspectState(handle)).schema?.problem?.code, "database-history");
      await assert.rejects(migrate(handle, OPTIONS), refusal);
      assert.deepEqual(querySql(handle, "SELECT * FROM sync_migrations ORDER BY number"), before);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.includes("before-migration")),
        [],
      );
    });
});

/** Migrates in a process of its own, whose copy goes beside the database under its id. */
async function migrateInProcess(file: string, id: string): Promise<{ readonly applied: readonly string[] }> {
  const module = (name: string) => JSON.stringify(new URL(`../../../src/db/${name}.js`, import.meta.url));
  const code = `
    const { openDatabase } = await import(${module("open-database")});
    const { migrate } = await import(${module("schema/migrate")});
    const handle = await openDatabase(${JSON.stringify(`sqlite:${file}`)}, { mode: "write" });
    const options = { clock: () => new Date(), newId: () => ${JSON.stringify(id)}, backupPath: ${JSON.stringify(`${file}.${id}`)} };
    process.stdout.write(JSON.stringify(await migrate(handle, options)));
    await handle.close();`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code]);
  return JSON.parse(stdout);
}
