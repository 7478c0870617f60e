import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { displayWidth } from "../../../src/report/text/printable.js";
import { renderTable } from "../../../src/report/text/table.js";
import { anyText } from "../arbitrary-plan.js";

const COLUMNS = [{ title: "album" }, { title: "images", align: "right" }, { title: "name" }] as const;

describe("table", () => {
  it("lines its columns up", () => {
    const rows = [
      ["decks/塔", "34", "Card deck"],
      ["singles", "7", "a\nb"],
    ];
    assert.equal(
      renderTable(COLUMNS, rows, { color: false }),
      "album     images  name\ndecks/塔      34  Card deck\nsingles        7  a\\nb\n",
    );
    assert.equal(renderTable(COLUMNS, [], { color: false }), "album  images  name\n");
  });

  it("takes more rows than a call takes arguments", () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => [String(index)]);
    const lines = renderTable([{ title: "n" }], rows, { color: false }).split("\n");
    assert.deepEqual([lines.length, lines.at(-2)], [200_002, "199999"]);
  });

  it("starts each column at one place, whatever the cells hold", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText), { maxLength: 5 }), (cells) => {
        const rows = cells.map(([first, second]) => [first, second, "END"]);
        const lines = renderTable([...COLUMNS.slice(0, 2), { title: "END" }], rows, { color: false }).split(
          "\n",
        );
        assert.equal(lines.length, rows.length + 2);
        const starts = lines.slice(0, -1).map((line) => displayWidth(line.slice(0, line.lastIndexOf("END"))));
        assert.deepEqual(new Set(starts).size, 1);
      }),
      { numRuns: 1000 },
    );
  });
});
