import assert from "node:assert/strict";
import { it, type TestContext } from "node:test";
import { DatabaseReader } from "../../../src/db/browse/reader.js";
import { ask, connectTo } from "../../support/ask-server.js";
import { nameUrl, openMigrated, runSql } from "../../support/database.js";
import type { DatabaseKind } from "../../support/database-kinds.js";
import { onEachDatabase, onServer } from "../../support/each-database.js";

const IMAGE = "INSERT INTO images (id, filename, file_path, is_public) VALUES";

onEachDatabase("a reader that stays", (kind) => {
  it("has another version after each commit of others, and none without", async (t) => {
    const { handle, url } = await openDatabase(t, kind);
    const [one, two] = [openReader(t, url), openReader(t, url)];
    for (const sql of [
      `${IMAGE} (1, 'a.png', '/a.png', TRUE)`,
      `${IMAGE} (2, 'b.png', '/b.png', FALSE)`,
      "UPDATE images SET is_public = FALSE WHERE id = 1",
      "DELETE FROM images WHERE id = 2",
      `${IMAGE} (2, 'b.png', '/b.png', FALSE)`,
      "INSERT INTO sync_meta (name, value) VALUES ('x', 'y')",
      "ALTER TABLE images ADD COLUMN mood TEXT",
      "ALTER TABLE images DROP COLUMN mood",
    ]) {
      const before = [await one.readVersion(false), await two.readVersion(false)];
      runSql(handle, sql);
      const after = [await one.readVersion(false), await two.readVersion(false)];
      for (const [index, version] of after.entries()) assert.notEqual(version, before[index], sql);
      assert.deepEqual([await one.readVersion(false), await two.readVersion(false)], after, sql);
      const seen = await one.read("main", ({ version, columns, session }) => [
        version,
        columns.get("images")?.has("mood"),
        session.get("SELECT count(*) FROM images")?.[0],
      ]);
      assert.deepEqual(seen?.slice(0, 2), [after[0], sql.includes("ADD COLUMN")], sql);
    }
  });
});

onServer("a reader that stays on a server", () => {
  it("has the same version where the commit was to other tables, or was none", async (t) => {
    const { url } = await openDatabase(t, "PostgreSQL");
    const reader = openReader(t, url);
    const before = await reader.readVersion(false);
    await ask(url, "CREATE TABLE notes AS SELECT 1 AS one");
    await ask(url, "UPDATE notes SET one = 2");
    const other = await connectTo(url);
    t.after(() => other.end());
    await other.query(`BEGIN; ${IMAGE} (1, 'a.png', '/a.png', TRUE); ROLLBACK`);
    assert.equal(await reader.readVersion(false), before);
  });

  it("misses no commit of a transaction that was overtaken by others", async (t) => {
    const { url } = await openDatabase(t, "PostgreSQL");
    const reader = openReader(t, url);
    const other = await connectTo(url);
    t.after(() => other.end());
    await ask(url, `${IMAGE} (1, 'a.png', '/a.png', TRUE), (2, 'b.png', '/b.png', TRUE)`);
    await other.query("BEGIN; UPDATE images SET prompt = 'late' WHERE id = 1");
    await ask(url, "UPDATE images SET prompt = 'early' WHERE id = 2");
    const before = await reader.readVersion(false);
    await other.query("COMMIT");
    assert.notEqual(await reader.readVersion(false), before);
  });

  it("reads again on another connection where the type of a column changed", async (t) => {
    const { handle, url } = await openDatabase(t, "PostgreSQL");
    const reader = openReader(t, url);
    runSql(handle, `${IMAGE} (1, 'a.png', '/a.png', TRUE)`);
    const read = () => reader.read("main", ({ session }) => session.get("SELECT filename FROM images"));
    assert.deepEqual(await read(), ["a.png"]);
    runSql(handle, "ALTER TABLE images ALTER COLUMN filename TYPE TEXT");
    assert.deepEqual(await read(), ["a.png"]);
  });
});

async function openDatabase(t: TestContext, kind: DatabaseKind) {
  const handle = await openMigrated(t, kind);
  return { handle, url: nameUrl(handle) };
}

function openReader(t: TestContext, url: string): DatabaseReader {
  const reader = new DatabaseReader(url);
  t.after(() => reader.close());
  return reader;
}
