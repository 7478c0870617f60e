import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { loadUi } from "../support/ui-module.js";

interface Row {
  readonly id: number;
  readonly base: number | undefined;
  readonly cells: readonly string[];
}
interface Table {
  readonly header: readonly string[];
  readonly rows: readonly Row[];
}
type Edit =
  | { op: "set"; row: number; column: string; value: string }
  | { op: "insert"; row: number; values: { [column: string]: string } }
  | { op: "remove"; row: number }
  | { op: "move"; row: number; to: number }
  | { op: "add-column"; column: string };

const { editsOf, tableOf, newRow, parseTsv, formatTsv, withIdsOf, withShownIds } = await loadUi<{
  editsOf(base: Table, table: Table): readonly Edit[];
  tableOf(csv: { header: string[]; rows: string[][] }, declared: null): Table;
  newRow(cells: readonly string[]): Row;
  withIdsOf(base: Table, table: Table): Table;
  withShownIds(shown: Table, table: Table): Table;
  parseTsv(text: string): readonly (readonly string[])[];
  formatTsv(rows: readonly (readonly string[])[]): string;
}>("../../src/ui/template/grid/table.ts");

const base = () =>
  tableOf(
    {
      header: ["name", "meaning"],
      rows: [
        ["Fool", "a step"],
        ["Magician", "will"],
        ["Empress", "care"],
      ],
    },
    null,
  );

describe("edits of the item grid", () => {
  it("says nothing of a table that is as it was", () => {
    const table = base();
    assert.deepEqual(editsOf(table, table), []);
  });

  it("names one cell when one cell was edited", () => {
    const before = base();
    const rows = before.rows.with(1, { ...(before.rows[1] as Row), cells: ["Magician", "skill"] });
    assert.deepEqual(editsOf(before, { ...before, rows }), [
      { op: "set", row: 1, column: "meaning", value: "skill" },
    ]);
  });

  it("leads from any table to any other one", () => {
    const cell = fc.constantFrom("a", "b", "c", "");
    const plan = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant("keep" as const), cells: fc.tuple(cell, cell) }),
        fc.record({ kind: fc.constant("new" as const), cells: fc.tuple(cell, cell) }),
      ),
      { maxLength: 7 },
    );
    fc.assert(
      fc.property(plan, fc.shuffledSubarray([0, 1, 2]), (steps, order) => {
        const before = base();
        const left = [...order];
        const rows = steps.map(({ kind, cells }) => {
          const from = kind === "keep" ? left.shift() : undefined;
          return from === undefined ? newRow(cells) : { ...(before.rows[from] as Row), cells };
        });
        const edits = editsOf(before, { ...before, rows });
        assert.deepEqual(
          apply(before, edits),
          rows.map((row) => [...row.cells]),
        );
      }),
    );
  });
});

describe("ids of rows", () => {
  const ids = ({ rows }: Table) => rows.map(({ id }) => id);

  it("of edits from another visit are those of the file and new ones, which no other row gets", () => {
    const table = base();
    const [fool, , empress] = table.rows as [Row, Row, Row];
    // Another visit counted from one as well.
    const kept = [
      { ...empress, id: 1 },
      { id: 2, base: undefined, cells: ["Star", "hope"] },
      { ...fool, id: 3, cells: ["Fool", "a leap"] },
    ];
    const restored = withIdsOf(table, { ...table, rows: JSON.parse(JSON.stringify(kept)) });
    assert.deepEqual(
      restored.rows.map(({ base, cells }) => ({ base, cells })),
      kept.map(({ base, cells }) => ({ base, cells })),
    );
    const [first, second, third] = ids(restored);
    assert.deepEqual([first, third], [empress.id, fool.id]);
    assert.equal(new Set([...ids(table), second, newRow([]).id]).size, 5);
  });

  it("stay with rows that are read again, wherever they are then, and are never given twice", () => {
    const shown = base();
    const [fool, magician, empress] = ids(shown);
    const read = (...names: string[]) =>
      tableOf(
        {
          header: shown.header as string[],
          rows: names.map((name) => [
            ...(shown.rows.find(({ cells }) => cells[0] === name)?.cells ?? [name]),
          ]),
        },
        null,
      );
    const again = ids(withShownIds(shown, read("Empress", "Star", "Fool", "Fool", "Magician")));
    assert.deepEqual([again[0], again[2], again[4]], [empress, fool, magician]);
    assert.equal(new Set(again).size, 5);
  });
});

describe("cells of a spreadsheet", () => {
  it("reads quoted cells with tabs and line breaks in them", () => {
    assert.deepEqual(parseTsv('a\t"b\n""c"""\r\nd\t\n'), [
      ["a", 'b\n"c"'],
      ["d", ""],
    ]);
  });

  it("reads what it wrote", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "\t", "\n", '"', " ") });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        assert.deepEqual(parseTsv(formatTsv(rows)), rows);
      }),
    );
  });
});

/** The server's way with the steps, in short. */
function apply(table: Table, edits: readonly Edit[]): string[][] {
  const rows = table.rows.map((row) => [...row.cells]);
  for (const edit of edits) {
    if (edit.op === "set") (rows[edit.row] as string[])[table.header.indexOf(edit.column)] = edit.value;
    if (edit.op === "insert")
      rows.splice(
        edit.row,
        0,
        table.header.map((column) => edit.values[column] as string),
      );
    if (edit.op === "remove") rows.splice(edit.row, 1);
    if (edit.op === "move") rows.splice(edit.to, 0, ...rows.splice(edit.row, 1));
  }
  return rows;
}
