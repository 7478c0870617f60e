import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { editRows, planItemEdits } from "../../../src/engine/edit/backend/item-edits.js";
import { editCsv } from "../../../src/manifest/edit/edit-csv.js";
import { editManifest } from "../../../src/manifest/edit/edit-document.js";
import { parseCsv } from "../../../src/manifest/text/csv-table.js";
import { formatCsv } from "../../../src/manifest/text/csv-write.js";
import { readYaml } from "../../../src/manifest/yaml/yaml-read.js";
import { type Json, valueAt } from "../../../src/model/json.js";
import { LAW_RUNS } from "../../support/runs.js";

const cell = fc.constantFrom("a", "b", "c, d", 'e "f"', "g\nh");
const item = fc.record({ name: cell, suit: cell });
const wanted = fc.array(fc.oneof(item, fc.record({ name: cell, suit: cell, more: cell })), { maxLength: 6 });
const COLUMNS = ["name", "suit"];

describe("edits that make other items of those that there are", () => {
  it("give the items in a table with rows without text, and leave equal ends alone", () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 6 }),
        fc.array(fc.boolean()),
        wanted,
        (items, blanks, after) => {
          const lines: (readonly string[])[] = [COLUMNS];
          const rows: number[] = [];
          items.forEach(({ name, suit }, index) => {
            if (blanks[index]) lines.push(["", ""]);
            rows.push(lines.length - 1);
            lines.push([name, suit]);
          });
          const edits = planItemEdits({ columns: COLUMNS, items, rows }, after);
          const result = editCsv("/p/a.csv", Buffer.from(formatCsv(lines, "\n")), edits);
          assert.ok(Buffer.isBuffer(result), JSON.stringify(result));
          const table = parseCsv(result.toString());
          assert.ok(table.ok);
          const [header, ...records] = table.records.map(({ cells }) => cells);
          const read = records
            .filter((cells) => cells.some((text) => text !== ""))
            .map((cells) => Object.fromEntries((header ?? []).map((name, at) => [name, cells[at] ?? ""])));
          const full = after.map((one) =>
            Object.fromEntries(
              (header ?? []).map((name) => [name, (one as Record<string, string>)[name] ?? ""]),
            ),
          );
          assert.deepEqual(read, full);
          const same =
            items.length > 0 && after.length > 0 && JSON.stringify(items[0]) === JSON.stringify(after[0]);
          if (same) assert.ok(edits.every((edit) => edit.op === "add-column" || edit.row > (rows[0] ?? 0)));
          if (JSON.stringify(items) === JSON.stringify(after)) assert.deepEqual(edits, []);
        },
      ),
      { numRuns: LAW_RUNS },
    );
  });

  it("give the items that stand in a manifest", () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 5 }), wanted, (items, after) => {
        fc.pre(after.length > 0);
        const text = `kind: set-template\nitems:\n  rows:\n${items.map((one) => `    - ${JSON.stringify(one)}\n`).join("")}`;
        const old = { columns: COLUMNS, items, rows: [...items.keys()] };
        const ops = editRows(planItemEdits(old, after), COLUMNS, items.length);
        const result = editManifest("/p/a.yaml", Buffer.from(text), ops);
        assert.ok(Buffer.isBuffer(result), JSON.stringify(result));
        const all = after.some((one) => "more" in one) ? [...COLUMNS, "more"] : COLUMNS;
        const full = after.map((one) =>
          Object.fromEntries(all.map((name) => [name, (one as Record<string, string>)[name] ?? ""])),
        );
        assert.deepEqual(valueAt(readYaml(result.toString()).value as Json, ["items", "rows"]), full);
      }),
      { numRuns: LAW_RUNS },
    );
  });
});
