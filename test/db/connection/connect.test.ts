import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import { readTransaction, writeTransaction } from "../../../src/db/connection/connect.js";
import { redactUrl } from "../../../src/db/connection/url.js";
import { openDatabase } from "../../../src/db/open-database.js";
import { mustWrite, observeObjects, open, openMigrated, querySql } from "../../support/database.js";
import { createGeneration } from "../../support/generations.js";
import { makeTempDir } from "../../support/temp-dir.js";

describe("openDatabase", () => {
  it("says that a server can't be reached, without its password", async () => {
    const opening = openDatabase("postgres://sync:s3cret@127.0.0.1:1/albums", { mode: "read" });
    await assert.rejects(opening, (error: Error) => {
      assert.match(error.message, /^postgres:\/\/sync:\*\*\*@127\.0\.0\.1:1\/albums can't be reached/);
      return true;
    });
  });

  it("refuses what is no database URL", async () => {
    for (const url of ["albums.db", "sqlite:", "mysql://u:pw@h/d", ""])
      await assert.rejects(openDatabase(url, { mode: "read" }), { code: "database-url" });
  });

  it("refuses a file that is no database, and one that is missing", async (t) => {
    const file = join(makeTempDir(t), "notes.txt");
    writeFileSync(file, "not a database, although it is long enough to be looked at".repeat(20));
    await assert.rejects(openDatabase(`sqlite:${file}`, { mode: "read" }), { code: "database-corrupt" });
    for (const mode of ["write", "rows"] as const)
      await assert.rejects(openDatabase(`sqlite:${file}.db`, { mode }), { code: "database-missing" });
    assert.equal(existsSync(`${file}.db`), false);
  });

  it("reads without making or changing a file, whether another program has the database open or not", async (t) => {
    const folder = makeTempDir(t);
    const file = join(folder, "albums.db");
    createGeneration(file, "A");
    const before = readFileSync(file);
    const handle = await open(t, file, "read");
    assert.deepEqual(await observeObjects(handle), []);
    await handle.close();
    assert.deepEqual(readdirSync(folder), ["albums.db"]);
    assert.deepEqual(readFileSync(file), before);
  });

  it("reads a database in WAL mode whose side files are gone", async (t) => {
    const migrated = await openMigrated(t);
    await migrated.close();
    assert.equal(existsSync(`${migrated.file}-wal`), false);
    const bytes = readFileSync(migrated.file);
    const handle = await open(t, migrated.file, "read");
    assert.deepEqual(await observeObjects(handle), []);
    assert.deepEqual(readFileSync(migrated.file), bytes);
  });

  it("reads one transaction after the other, each on one state of the database", async (t) => {
    const writer = await openMigrated(t);
    const reader = await open(t, writer.file, "read");
    const order: string[] = [];
    const read = (name: string) =>
      readTransaction(reader, async (session) => {
        order.push(`${name} begins`);
        const before = session.get("SELECT count(*) FROM albums");
        if (name === "first")
          await writer.writer?.("albums").insert({ name: "between", album_type: "singles" });
        assert.deepEqual(session.get("SELECT count(*) FROM albums"), before);
        order.push(`${name} ends`);
        return Number(before);
      });
    assert.deepEqual(await Promise.all([read("first"), read("second")]), [0, 1]);
    assert.deepEqual(order, ["first begins", "first ends", "second begins", "second ends"]);
  });

  for (const mode of ["write", "rows"] as const)
    it(`opened to ${mode === "rows" ? "write rows alone" : "write"}, keeps what a transaction wrote, or none of it`, async (t) => {
      const { file, close } = await openMigrated(t);
      await close();
      const handle = await open(t, file, mode);
      const add = (name: string, error?: Error) =>
        writeTransaction(handle, async (session) => {
          session.run("INSERT INTO albums (name, album_type) VALUES (?, 'singles')", name);
          await Promise.resolve();
          if (error !== undefined) throw error;
        });
      const [kept, lost] = await Promise.allSettled([
        add("kept"),
        add("lost", new Error("stopped")),
        add("too"),
      ]);
      assert.deepEqual([kept?.status, lost?.status], ["fulfilled", "rejected"]);
      assert.deepEqual(
        await readTransaction(handle, async (session) => session.all("SELECT name FROM albums ORDER BY id")),
        [["kept"], ["too"]],
      );
    });

  it("waits for nobody longer than asked", async (t) => {
    const handle = await openMigrated(t);
    const other = new Database(handle.file);
    t.after(() => other.close());
    other.exec("BEGIN IMMEDIATE");
    const impatient = await openDatabase(`sqlite:${handle.file}`, { mode: "write", busyTimeoutMs: 1 });
    t.after(() => impatient.close());
    await assert.rejects(mustWrite(impatient, []), { code: "database-busy" });
  });

  it("writes in WAL mode and does not enforce foreign keys, as the backend does", async (t) => {
    const handle = await openMigrated(t);
    assert.deepEqual(querySql(handle, "PRAGMA journal_mode"), [{ journal_mode: "wal" }]);
    assert.deepEqual(await handle.writer?.raw("PRAGMA foreign_keys"), [{ foreign_keys: 0 }]);
  });
});

describe("redactUrl", () => {
  it("hides passwords and nothing else", () => {
    assert.equal(
      redactUrl("postgres://u:p@ss@h:5432/d?sslmode=require"),
      "postgres://u:***@h:5432/d?sslmode=require",
    );
    assert.equal(redactUrl("postgres://u@h/d?password=x&a=b"), "postgres://u@h/d?password=***&a=b");
    assert.equal(redactUrl("sqlite:data/albums.db"), "sqlite:data/albums.db");
  });
});
