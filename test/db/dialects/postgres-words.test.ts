import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { translate } from "../../../src/db/dialects/postgres/translate.js";
import { copyLine, readerOf } from "../../../src/db/dialects/postgres/values.js";

describe("a statement in the words of PostgreSQL", () => {
  for (const [sql, text] of [
    [
      "SELECT '?', \"?\", 'it''s ?' FROM t WHERE a = ? AND b = ?",
      "SELECT '?', \"?\", 'it''s ?' FROM t WHERE a = $1 AND b = $2",
    ],
    ["SELECT a FROM t INDEXED BY i WHERE +o.estate = ?", "SELECT a FROM t WHERE o.estate = $1"],
    [
      "FROM a CROSS JOIN b x ON x.id = a.id CROSS JOIN c y WHERE",
      "FROM a JOIN b x ON x.id = a.id CROSS JOIN c y WHERE",
    ],
    ["ORDER BY x.name COLLATE BINARY", 'ORDER BY x.name COLLATE "C"'],
    [
      "COALESCE(CAST(x.created_at AS TEXT), '')",
      "COALESCE(to_char(x.created_at, 'YYYY-MM-DD HH24:MI:SS.US'), '')",
    ],
  ] as const)
    it(`of ${sql}`, () => assert.equal(translate(sql), text));

  it("lists what a parameter has, under the name that it is given", () => {
    assert.match(
      translate("FROM json_each(?) j CROSS JOIN x"),
      /^FROM \(SELECT .+CAST\(\$1 AS jsonb\).+\) AS j CROSS JOIN x$/,
    );
    assert.match(
      translate("IN (SELECT value FROM json_each(?)) AND a = ?"),
      /CAST\(\$1 AS jsonb\).+\) AS \w+\) AND a = \$2$/,
    );
  });
});

describe("values of PostgreSQL", () => {
  it("are read as SQLite gives them", () => {
    const read = (type: number, text: string) => readerOf(type)(text);
    assert.deepEqual(
      [read(16, "t"), read(16, "f"), read(23, "-7"), read(701, "0.1"), read(20, "12")],
      [1, 0, -7, 0.1, 12],
    );
    assert.equal(read(1114, "2026-01-02 03:04:05"), "2026-01-02 03:04:05.000000");
    assert.equal(read(1114, "2026-01-02 03:04:05.12"), "2026-01-02 03:04:05.120000");
    assert.equal(read(1114, "infinity"), "infinity");
    assert.equal(read(25, "t"), "t");
  });

  it("are copied without a character that means something else", () => {
    assert.equal(
      copyLine(["a\tb", "c\\d\ne\r", null, "\\N", 7, 8n, ""]),
      "a\\tb\tc\\\\d\\ne\\r\t\\N\t\\\\N\t7\t8\t",
    );
  });
});
