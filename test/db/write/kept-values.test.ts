import assert from "node:assert/strict";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import type { Cell } from "../../../src/db/connection/session.js";
import { hasTriggers, readKeptValues } from "../../../src/db/dialects/sqlite/kept-values.js";
import { openSession } from "../../../src/db/dialects/sqlite/session.js";

const TYPES = [
  "TEXT",
  "varchar(50)",
  "INTEGER",
  "BIGINT",
  "float",
  "DOUBLE",
  "datetime",
  "boolean",
  "",
  "BLOB",
];
const CELLS: readonly Cell[] = [
  null,
  ...[
    "",
    "a",
    "12",
    " 12 ",
    "1e3",
    "+1.5",
    "-",
    "0x10",
    "2025-10-13T21:00:33.000000Z",
    "2025",
    "ü",
    "🂡",
    "\ud83c",
    "a\u0000b",
    "inf",
    "٣",
  ],
  ...[0, 1, -1, 7.5, 2 ** 40, 2 ** 53, 1e300, Number.NaN, Number.POSITIVE_INFINITY],
  ...[0n, 12n, 2n ** 63n - 1n, 2n ** 53n + 1n],
];

describe("values that a table keeps", () => {
  it("read back as they were written, whatever the type of their column", (t) => {
    const { connection, session } = openTable(t);
    const kept = readKeptValues(session, "images");
    const lost: unknown[] = [];
    let sure = 0;
    for (const [index] of TYPES.entries())
      for (const cell of CELLS) {
        connection.prepare("DELETE FROM images").run();
        connection.prepare(`INSERT INTO images (c${index}) VALUES (?)`).run(cell);
        const text = typeof cell === "bigint";
        const read = connection
          .prepare(`SELECT ${text ? `CAST(c${index} AS TEXT)` : `c${index}`} FROM images`)
          .pluck()
          .get();
        if (kept.get(`c${index}`)?.(cell) !== true) continue;
        sure++;
        if (read !== (text ? String(cell) : cell)) lost.push([TYPES[index], cell, read]);
      }
    assert.deepEqual(lost, []);
    assert.ok(sure > 150, `${sure} are certain`);
  });

  it("are what usual rows consist of", (t) => {
    const kept = readKeptValues(openTable(t).session, "images");
    for (const [type, cell] of [
      ["TEXT", "12"],
      ["INTEGER", 12],
      ["INTEGER", 12n],
      ["float", 7.5],
      ["datetime", "2025-10-13T21:00:33.000000Z"],
      ["boolean", 1],
    ] as const)
      assert.equal(kept.get(`c${TYPES.indexOf(type)}`)?.(cell), true, `${cell} in ${type}`);
  });

  it("are not certain with a trigger, on whatever table", (t) => {
    const { connection, session } = openTable(t);
    connection.exec(
      "CREATE TABLE other (a); CREATE TRIGGER meddle AFTER INSERT ON other BEGIN DELETE FROM images; END",
    );
    assert.equal(hasTriggers(session), true);
  });
});

function openTable(t: { after: (work: () => void) => void }) {
  const connection = new Database(":memory:");
  connection.exec(`CREATE TABLE images (${TYPES.map((type, index) => `c${index} ${type}`).join(", ")})`);
  t.after(() => connection.close());
  return { connection, session: openSession(connection).session };
}
