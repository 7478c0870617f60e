import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { joinCsv, readCell, splitCsv } from "../../../src/manifest/edit/csv-rows.js";
import { type CsvEdit, editCsv } from "../../../src/manifest/edit/edit-csv.js";
import { readCsvRecords } from "../../../src/manifest/text/csv-problem.js";
import { parseCsv } from "../../../src/manifest/text/csv-table.js";
import { LAW_RUNS } from "../../support/runs.js";

const FILE = "/p/items.csv";

const plain = fc.constantFrom("", "Two", "of Spades", " blank ", "ünï ☃", "a;b", "'", "\ufeff", "=1", "x\ty");
const wild = fc.oneof(
  plain,
  fc.constantFrom('say "no"', "a, b", "two\nlines", "two\r\nlines", '"', '""', ",", "\n", "\r", "mac\rbreak"),
  fc.string({ unit: "binary", maxLength: 8 }).filter((text) => !/[\p{Surrogate}\0]/u.test(text)),
);

interface Wish {
  readonly op: CsvEdit["op"];
  readonly row: number;
  readonly to: number;
  readonly column: number;
  readonly value: string;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  op: fc.constantFrom("set", "set", "insert", "remove", "move", "add-column"),
  row: fc.nat(50),
  to: fc.nat(50),
  column: fc.nat(50),
  value: wild,
});

interface RandomCsv {
  readonly bytes: Buffer;
  readonly rows: readonly (readonly string[])[];
}

/** A file with its cells, written in as many ways as the reader takes. */
const csv: fc.Arbitrary<RandomCsv> = fc
  .record({
    mark: fc.boolean(),
    lineBreak: fc.constantFrom("\n", "\r\n", "\r"),
    ended: fc.boolean(),
    header: fc.uniqueArray(fc.constantFrom("name", "suit", "a, b", "ü", 'q"', "x y"), {
      minLength: 1,
      maxLength: 4,
    }),
    rows: fc.array(
      fc.record({
        cells: fc.array(wild, { minLength: 4, maxLength: 4 }),
        quotes: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        blank: fc.boolean(),
        width: fc.constantFrom(4, 4, 4, 1, 2),
      }),
      { maxLength: 5 },
    ),
    quoted: fc.boolean(),
  })
  .map(({ mark, lineBreak, ended, header, rows, quoted }) => {
    const cells = [header, ...rows.map((row) => row.cells.slice(0, Math.min(row.width, header.length)))];
    const lines = cells.map((row, number) => {
      const { quotes = [], blank = false } = rows[number - 1] ?? {};
      const written = row.map((cell, at) =>
        quoted || quotes[at] || /[",\r\n]/.test(cell) || (row.length === 1 && cell === "")
          ? `"${cell.replaceAll('"', '""')}"`
          : cell,
      );
      return (blank ? lineBreak : "") + written.join(",");
    });
    const text = (mark ? "\ufeff" : "") + lines.join(lineBreak) + (ended ? lineBreak : "");
    return {
      bytes: Buffer.from(text),
      rows: cells.map((row) => row.map((cell) => cell.replaceAll("\r\n", "\n"))),
    };
  })
  // The byte order mark of the first cell would be that of the file.
  .filter(({ bytes, rows }) => rows[0]?.[0] !== "" && read(bytes) !== undefined);

describe("taking a CSV apart", () => {
  it("loses no byte, and sees the cells that the reader sees", () => {
    fc.assert(
      fc.property(csv, ({ bytes, rows }) => {
        const text = bytes.toString().replace(/^\ufeff/, "");
        const parts = splitCsv(text);
        assert.equal(joinCsv(parts), text);
        const cells = parts.rows.map((row) => row.cells.map(readCell));
        assert.deepEqual(cells, rows);
        assert.deepEqual(read(bytes), rows);
      }),
      { numRuns: LAW_RUNS },
    );
  });

  it("sees the cells of any text that the reader can read", () => {
    const text = fc.array(fc.constantFrom("a", '"', '""', ",", "\n", "\r\n", "\r", " ", "x,"), {
      maxLength: 12,
    });
    let read = 0;
    fc.assert(
      fc.property(text, (parts) => {
        const csvText = parts.join("");
        const table = parseCsv(csvText);
        if (!table.ok) return;
        read++;
        const { rows, ...rest } = splitCsv(csvText);
        assert.equal(joinCsv({ rows, ...rest }), csvText);
        assert.deepEqual(
          rows.map((row) => row.cells.map(readCell)),
          table.records.map(({ cells }) => cells),
        );
      }),
      { numRuns: 3 * LAW_RUNS },
    );
    assert.ok(read > LAW_RUNS / 4, `only ${read} texts were CSV`);
  });
});

describe("editing a CSV in place", () => {
  it("reads back as asked, and keeps every byte outside of what changes", () => {
    fc.assert(
      fc.property(csv, fc.array(wish, { minLength: 1, maxLength: 4 }), ({ bytes, rows }, wishes) => {
        const model = rows.map((row) => [...row]);
        const origins: (number | undefined)[] = rows.map((_, index) => index);
        const edits = wishes.flatMap((one) => applyToModel(model, origins, one));
        const result = editCsv(FILE, bytes, edits);
        assert.ok(Buffer.isBuffer(result), JSON.stringify([result, edits]));
        assert.deepEqual(read(result), model, JSON.stringify([bytes.toString(), edits, result.toString()]));
        if (JSON.stringify(model) === JSON.stringify(rows) && edits.every(({ op }) => op === "set"))
          assert.ok(result.equals(bytes));
        const before = splitBytes(bytes);
        const after = splitBytes(result);
        assert.equal(result.toString().startsWith("\ufeff"), bytes.toString().startsWith("\ufeff"));
        // An empty line that comes last has its break.
        assert.equal(after.isEnded, before.isEnded || after.trail !== "");
        assert.equal(after.blanks, before.blanks);
        for (const [at, origin] of origins.entries()) {
          if (origin === undefined) continue;
          const [old = [], now = []] = [before.cells[origin], after.cells[at]];
          for (const [column, cell] of old.entries())
            if (model[at]?.[column] === rows[origin]?.[column]) assert.equal(now[column], cell);
            else
              assert.ok(!cell.startsWith('"') || now[column]?.startsWith('"'), "a quoted cell stays quoted");
        }
      }),
      { numRuns: LAW_RUNS },
    );
  });

  it("changes one cell of an oddly written file and no other byte", () => {
    const text =
      '\ufeffname,"suit",note\r\n"Two", spades ,"a ""b"", c"\r\n\r\nThree,"hearts\r\nred",\r\n,,\r\nlast,"x",y';
    const change = (edit: CsvEdit) => String(editCsv(FILE, Buffer.from(text), [edit]));
    assert.equal(
      change({ op: "set", row: 0, column: "suit", value: "clubs" }),
      text.replace(" spades ", "clubs"),
    );
    assert.equal(
      change({ op: "set", row: 1, column: "suit", value: "hearts\nblack" }),
      text.replace("hearts\r\nred", "hearts\r\nblack"),
    );
    assert.equal(change({ op: "set", row: 0, column: "suit", value: " spades " }), text);
    assert.equal(change({ op: "insert", row: 4, values: { name: "new", suit: "z" } }), `${text}\r\nnew,"z",`);
    assert.equal(change({ op: "remove", row: 3 }), text.replace('\r\nlast,"x",y', ""));
    assert.equal(
      change({ op: "move", row: 3, to: 0 }),
      text.replace('\r\nlast,"x",y', "").replace("note\r\n", 'note\r\nlast,"x",y\r\n'),
    );
    assert.equal(
      change({ op: "add-column", column: "more", values: ["1", "2"] }),
      '\ufeffname,"suit",note,more\r\n"Two", spades ,"a ""b"", c","1"\r\n\r\nThree,"hearts\r\nred",,2\r\n,,,\r\nlast,"x",y,',
    );
  });

  it("makes a cell empty without losing its row", () => {
    const edit: CsvEdit = { op: "set", row: 0, column: "name", value: "" };
    assert.equal(String(editCsv(FILE, Buffer.from("name\nTwo\nThree\n"), [edit])), 'name\n""\nThree\n');
  });

  const refusals: readonly (readonly [string, string, CsvEdit, object])[] = [
    [
      "a quote that is never closed",
      'name\n"Two\n',
      { op: "remove", row: 0 },
      { code: "csv-unterminated-quote", at: { file: FILE, offset: 5, length: 1 } },
    ],
    ["semicolons", "name;suit\nTwo;x\n", { op: "remove", row: 0 }, { code: "csv-separator" }],
    ["an empty file", "\n", { op: "remove", row: 0 }, { code: "csv-empty" }],
    ["bytes that are not UTF-8", "name\n\xff\n", { op: "remove", row: 0 }, { code: "not-utf8" }],
    [
      "a row that is not there",
      "name\nTwo\n",
      { op: "remove", row: 1 },
      { code: "edit-refused", summary: "The CSV has 1 rows, and none with the number 1" },
    ],
    [
      "a column that is not there",
      "name\nTwo\n",
      { op: "set", row: 0, column: "nane", value: "x" },
      { summary: 'The CSV has no column "nane"; did you mean "name"?' },
    ],
    [
      "a column that is there twice",
      "a,a\n1,2\n",
      { op: "set", row: 0, column: "a", value: "x" },
      { code: "csv-duplicate-column" },
    ],
    [
      "half a character",
      "a\n1\n",
      { op: "set", row: 0, column: "a", value: "\ud800" },
      { code: "text-not-unicode" },
    ],
    [
      "a second column of a name",
      "a\n1\n",
      { op: "add-column", column: "a" },
      { code: "csv-duplicate-column" },
    ],
  ];
  for (const [name, text, edit, expected] of refusals) {
    it(`refuses ${name}`, () => {
      const refused = editCsv(FILE, Buffer.from(text, "latin1"), [edit]);
      assert.ok(!Buffer.isBuffer(refused));
      for (const [key, value] of Object.entries(expected))
        assert.deepEqual(refused[key as keyof typeof refused], value);
    });
  }
});

function read(bytes: Buffer): readonly (readonly string[])[] | undefined {
  const records = readCsvRecords(FILE, bytes.toString().replace(/^\ufeff/, ""));
  return "code" in records ? undefined : records.map(({ cells }) => cells);
}

function splitBytes(bytes: Buffer) {
  const { rows, trail } = splitCsv(bytes.toString().replace(/^\ufeff/, ""));
  return {
    cells: rows.map(({ cells }) => cells),
    trail,
    blanks: rows.map(({ lead }) => lead).join("") + trail,
    isEnded: trail !== "" || rows.at(-1)?.end !== "",
  };
}

/** Carries a wish out on plain rows, the header first, and gives the edit that says the same. */
function applyToModel(model: string[][], origins: (number | undefined)[], one: Wish): readonly CsvEdit[] {
  const [header = []] = model;
  const count = model.length - 1;
  const column = header[one.column % header.length] as string;
  const value = one.value.replaceAll("\r\n", "\n");
  const row = count === 0 ? 0 : one.row % count;
  switch (one.op) {
    case "set": {
      if (count === 0) return [];
      const cells = model[row + 1] as string[];
      const at = header.indexOf(column);
      if (cells[at] !== value) while (cells.length <= at) cells.push("");
      cells[at] = value;
      return [{ op: "set", row, column, value: one.value }];
    }
    case "insert": {
      const at = one.row % (count + 1);
      model.splice(
        at + 1,
        0,
        header.map((name) => (name === column ? value : "")),
      );
      origins.splice(at + 1, 0, undefined);
      return [{ op: "insert", row: at, values: { [column]: one.value } }];
    }
    case "remove":
      if (count === 0) return [];
      model.splice(row + 1, 1);
      origins.splice(row + 1, 1);
      return [{ op: "remove", row }];
    case "move": {
      if (count === 0) return [];
      const to = one.to % count;
      for (const list of [model, origins] as unknown[][]) list.splice(to + 1, 0, ...list.splice(row + 1, 1));
      return [{ op: "move", row, to }];
    }
    case "add-column": {
      const name = `new ${header.length}`;
      if (model.some((cells) => cells.length > header.length)) return [];
      const width = header.length;
      for (const [number, cells] of model.entries()) {
        while (cells.length < width) cells.push("");
        cells[width] = number === 0 ? name : number === 1 ? value : "";
      }
      return [{ op: "add-column", column: name, values: count > 0 ? [one.value] : [] }];
    }
  }
}
