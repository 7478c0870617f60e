import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { expandPrompt, fillTemplate, itemsOf, nameItem, placeholdersOf } from "../../src/model/prompt.js";

const RUNS = { numRuns: 1000 };
const CARD = {
  base_prompt: "The face of a single playing card",
  prompt_template: "{value} of {suit}, {meaning}",
  style_suffix: "traditional engraving",
};
const TWO = { value: "Two", suit: "Spades", meaning: "the Diplomat" };

const plainText = fc.string({ unit: "grapheme" }).filter((text) => !/[{}]/.test(text));
const item = fc.dictionary(plainText, fc.string({ unit: "grapheme" }));

describe("expandPrompt", () => {
  it("joins base, filled template and suffix", () => {
    assert.equal(
      expandPrompt(CARD, TWO),
      "The face of a single playing card. Two of Spades, the Diplomat. traditional engraving",
    );
  });

  it("puts a theme behind the base", () => {
    assert.equal(
      expandPrompt(CARD, TWO, "Night forest"),
      "The face of a single playing card. Art style: Night forest. Two of Spades, the Diplomat. traditional engraving",
    );
  });

  it("leaves out what is empty, blank, null or not there", () => {
    assert.equal(
      expandPrompt({ prompt_template: "{value}", base_prompt: null, style_suffix: " " }, TWO),
      "Two",
    );
    assert.equal(expandPrompt({ prompt_template: "{value}" }, TWO, " "), "Two");
    assert.equal(expandPrompt({}, TWO), "");
  });

  it("has exactly one part more with a theme", () => {
    fc.assert(
      fc.property(item, plainText, (cells, theme) => {
        const plain = expandPrompt(CARD, cells);
        const themed = expandPrompt(CARD, cells, theme);
        const part = theme.trim() === "" ? "" : `Art style: ${theme}. `;
        const head = "The face of a single playing card. ";
        assert.equal(themed, head + part + plain.slice(head.length));
      }),
      RUNS,
    );
  });
});

describe("templates", () => {
  it("name every placeholder with its place", () => {
    assert.deepEqual(placeholdersOf("{a} and {b c}, {a}{}"), [
      { name: "a", index: 0 },
      { name: "b c", index: 8 },
      { name: "a", index: 15 },
      { name: "", index: 18 },
    ]);
    assert.deepEqual(placeholdersOf("{ open, closed }{ } {{x}"), [
      { name: " open, closed ", index: 0 },
      { name: " ", index: 16 },
      { name: "x", index: 21 },
    ]);
  });

  it("leave a placeholder without a column as it is", () => {
    assert.equal(nameItem("{value} of {suite}", TWO), "Two of {suite}");
    assert.equal(fillTemplate("{constructor} {toString}", TWO), "{constructor} {toString}");
  });

  it("never read a cell as a template or a replacement pattern", () => {
    assert.equal(fillTemplate("{a}{b}", { a: "{b}", b: "$& $1 {a}" }), "{b}$& $1 {a}");
  });

  it("fill to the texts around the placeholders and the cells in between", () => {
    const piece = fc.tuple(plainText, plainText, fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(fc.uniqueArray(piece, { selector: ([, column]) => column }), plainText, (pieces, tail) => {
        const template = pieces.map(([text, column]) => `${text}{${column}}`).join("") + tail;
        const cells = Object.fromEntries(pieces.map(([, column, cell]) => [column, cell]));
        assert.equal(
          fillTemplate(template, cells),
          pieces.map(([text, , cell]) => text + cell).join("") + tail,
        );
        assert.deepEqual(
          placeholdersOf(template).map(({ name }) => name),
          pieces.map(([, column]) => column),
        );
        for (const { name, index } of placeholdersOf(template))
          assert.ok(template.startsWith(`{${name}}`, index));
      }),
      RUNS,
    );
  });
});

describe("itemsOf", () => {
  it("reads rows as another program may have written them", () => {
    assert.deepEqual(itemsOf([{ a: "1", b: 2, c: null, d: true }, "row", null, ["x"]]), [
      { a: "1", b: "2", c: "", d: "true" },
    ]);
    assert.deepEqual(itemsOf(null), []);
    assert.deepEqual(itemsOf({ a: "1" }), []);
    assert.deepEqual(itemsOf(undefined), []);
  });

  it("gives text rows back as they are", () => {
    fc.assert(
      fc.property(fc.array(item), (rows) =>
        assert.deepEqual(
          itemsOf(rows),
          rows.map((row) => ({ ...row })),
        ),
      ),
      RUNS,
    );
  });
});
