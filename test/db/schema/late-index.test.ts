import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DatabaseHandle } from "../../../src/db/connection/connect.js";
import { mustWrite, openMigrated, querySql, runSql } from "../../support/database.js";
import { assertStale } from "../../support/row-target.js";
import { insertImage } from "../../support/steps.js";

function schemaOf(handle: DatabaseHandle) {
  return querySql(handle, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name");
}

function findBytes(handle: DatabaseHandle, sha256: string): unknown {
  const query = `SELECT count(*) AS n FROM sync_objects INDEXED BY sync_objects_bytes
    WHERE sha256 IS NOT NULL AND substr(sha256, 1, 16) = ?`;
  return querySql(handle, query, sha256.slice(0, 16))[0]?.n;
}

describe("the index over bytes", () => {
  it("is as it was after the first rows and those that follow, and finds them all", async (t) => {
    const handle = await openMigrated(t);
    const before = schemaOf(handle);
    const files = Array.from({ length: 70 }, (_, index) => `${index}.png`);
    const shaOf = (file: string) => file.charCodeAt(0).toString(16).repeat(32);
    const steps = files.map((file) => insertImage(file, { sha256: shaOf(file) }));
    await mustWrite(handle, steps.slice(0, 40));
    assert.deepEqual(schemaOf(handle), before);
    await mustWrite(handle, steps.slice(40));
    assert.deepEqual(schemaOf(handle), before);
    for (const first of ["1", "9"])
      assert.equal(findBytes(handle, shaOf(first)), files.filter((file) => file.startsWith(first)).length);
    assert.deepEqual(querySql(handle, "PRAGMA integrity_check"), [{ integrity_check: "ok" }]);
  });

  it("stays when the first rows are not kept", async (t) => {
    const handle = await openMigrated(t);
    runSql(handle, "INSERT INTO images (filename, file_path) VALUES ('5.png', '/u')");
    const before = schemaOf(handle);
    const found = { address: "image:5.png", field: "filename", planned: undefined, found: "5.png" };
    await assertStale(handle, [insertImage("5.png")], { done: false, stale: [found] });
    assert.deepEqual(schemaOf(handle), before);
  });

  it("is missed by nobody when it was lost before", async (t) => {
    const handle = await openMigrated(t);
    runSql(handle, "DROP INDEX sync_objects_bytes");
    const { rowsWritten } = await mustWrite(handle, [insertImage("x.png")]);
    assert.equal(rowsWritten, 1);
  });
});
